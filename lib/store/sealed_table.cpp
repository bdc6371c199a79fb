#include "store/sealed_table.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "core/text.h"
#include "store/errors.h"

namespace roadcase::store {
namespace {

std::string conditions(const std::vector<std::string_view>& columns) {
    std::string sql;
    for (const auto column : columns)
        sql += (sql.empty() ? " WHERE " : " AND ") + std::string(column) + " = ?";
    return sql;
}

std::string list_of(const std::vector<std::string_view>& columns) {
    std::string sql;
    for (const auto column : columns) sql += std::string(column) + ", ";
    return sql + "sealed";
}

/// The length goes first, so that no two different lists of pieces give the same bytes.
void append_piece(std::string& out, char type, std::string_view bytes) {
    out += type + std::to_string(bytes.size()) + ':';
    out += bytes;
}

struct AppendValue {
    std::string& out;
    void operator()(std::monostate) const { append_piece(out, 'n', {}); }
    void operator()(std::int64_t value) const { append_piece(out, 'i', std::to_string(value)); }
    void operator()(const std::string& value) const { append_piece(out, 't', value); }
    void operator()(const Blob& value) const { append_piece(out, 'b', value.bytes); }
};

/// What the seal of a row is bound to. Nulls at the end do not count: a later schema adds columns there.
std::string bound_to(std::string_view table, const Row& plain) {
    std::string out;
    append_piece(out, 't', table);
    append_piece(out, 't', "sealed");
    auto end = plain.end();
    while (end != plain.begin() && std::holds_alternative<std::monostate>(*std::prev(end))) --end;
    std::for_each(plain.begin(), end, [&](const Value& value) { std::visit(AppendValue{out}, value); });
    return out;
}

Secret pack(const std::vector<Secret>& secrets) {
    std::size_t size = 0;
    for (const auto& secret : secrets) size += secret.size() + 24;
    std::string out;
    out.reserve(size);  // a string that grows leaves copies behind
    for (const auto& secret : secrets) append_piece(out, 's', secret.reveal());
    return Secret(std::move(out));
}

/// Reads what pack wrote; the seal has vouched for it, so anything else is a row of another program version.
std::optional<std::vector<Secret>> unpack(std::string_view packed) {
    std::vector<Secret> secrets;
    while (!packed.empty()) {
        const auto colon = packed.substr(0, 24).find(':');
        if (packed.front() != 's' || colon == std::string_view::npos) return std::nullopt;
        std::size_t size = 0;
        for (const char digit : packed.substr(1, colon - 1))
            size = size * 10 + static_cast<std::size_t>(digit - '0');
        packed.remove_prefix(colon + 1);
        if (size > packed.size()) return std::nullopt;
        secrets.emplace_back(packed.substr(0, size));
        packed.remove_prefix(size);
    }
    return secrets;
}

std::string shown(const Value& id) {
    if (const auto* number = std::get_if<std::int64_t>(&id)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&id)) return printable(*text, 80);
    return "without a name";
}

}  // namespace

SealedTable::SealedTable(Database& database, const Sealer& sealer, const TableShape& shape)
    : database_(database), sealer_(sealer), shape_(shape) {}

Status SealedTable::put(const SealedRow& row) {
    auto sealed = sealer_.seal(pack(row.secrets), bound_to(shape_.name, row.plain));
    if (!sealed) return fail(sealed.error());
    std::string marks;
    std::string updates;
    for (const auto column : shape_.columns) {
        marks += "?, ";
        updates += std::string(column) + " = excluded." + std::string(column) + ", ";
    }
    auto values = row.plain;
    values.emplace_back(Blob{std::move(*sealed)});
    return database_.execute("INSERT INTO " + std::string(shape_.name) + " (" + list_of(shape_.columns) +
                                 ") VALUES (" + marks + "?) ON CONFLICT (" +
                                 std::string(shape_.columns.front()) + ") DO UPDATE SET " + updates +
                                 "sealed = excluded.sealed",
                             values);
}

std::string SealedTable::select_sql(const std::vector<std::string_view>& columns,
                                    std::string_view tail) const {
    return "SELECT " + list_of(shape_.columns) + " FROM " + std::string(shape_.name) + conditions(columns) +
           std::string(tail);
}

Result<std::vector<SealedRow>> SealedTable::where(const std::vector<std::string_view>& columns,
                                                  const Row& values, std::string_view tail) {
    auto rows = open_all(database_.run(select_sql(columns, tail), values));
    if (!rows) return rows;
    // A damaged index can lead to a sound row that is not the one asked for.
    for (const auto& row : *rows)
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (!holds(row.plain, columns[i], values[i])) return fail(damaged_row(row.plain.front()));
    return rows;
}

Result<std::vector<SealedRow>> SealedTable::take(std::string_view column, const Value& value) {
    return open_all(database_.run("DELETE FROM " + std::string(shape_.name) + conditions({column}) +
                                      " RETURNING " + list_of(shape_.columns),
                                  {value}));
}

// A page at a time: a hundred thousand accounts need not fit into memory at once.
Result<std::vector<Row>> SealedTable::page_after(std::int64_t rowid) {
    return database_.run("SELECT rowid, " + list_of(shape_.columns) + " FROM " + std::string(shape_.name) +
                             " WHERE rowid > ? ORDER BY rowid LIMIT 500",
                         {rowid});
}

Status SealedTable::reseal(const Sealer& next) {
    auto last = std::numeric_limits<std::int64_t>::min();
    for (;;) {
        auto rows = page_after(last);
        if (!rows) return fail(rows.error());
        if (rows->empty()) return {};
        for (auto& row : *rows) {
            last = std::get<std::int64_t>(row.front());
            row.erase(row.begin());
            if (auto done = reseal_row(last, std::move(row), next); !done) return done;
        }
    }
}

Status SealedTable::reseal_row(std::int64_t rowid, Row row, const Sealer& next) {
    const auto opened = open(std::move(row));
    if (!opened) return fail(opened.error());
    auto sealed = next.seal(pack(opened->secrets), bound_to(shape_.name, opened->plain));
    if (!sealed) return fail(sealed.error());
    return database_.execute("UPDATE " + std::string(shape_.name) + " SET sealed = ? WHERE rowid = ?",
                             {Blob{std::move(*sealed)}, rowid});
}

Result<std::vector<SealedRow>> SealedTable::open_all(Result<std::vector<Row>> rows) const {
    if (!rows) return fail(rows.error());
    std::vector<SealedRow> opened;
    opened.reserve(rows->size());
    for (auto& row : *rows) {
        auto one = open(std::move(row));
        if (!one) return fail(one.error());
        opened.push_back(std::move(*one));
    }
    return opened;
}

Result<SealedRow> SealedTable::open(Row row) const {
    const auto* sealed = std::get_if<Blob>(&row.back());
    if (sealed == nullptr) return fail(damaged_row(row.front()));
    const std::string bytes = sealed->bytes;
    row.pop_back();
    const auto packed = sealer_.open(bytes, bound_to(shape_.name, row));
    if (!packed) return fail(damaged_row(row.front()));
    auto secrets = unpack(packed->reveal());
    if (!secrets) return fail(damaged_row(row.front()));
    return SealedRow{std::move(row), std::move(*secrets)};
}

bool SealedTable::holds(const Row& plain, std::string_view column, const Value& value) const {
    const auto at = std::find(shape_.columns.begin(), shape_.columns.end(), column) - shape_.columns.begin();
    return plain[static_cast<std::size_t>(at)] == value;
}

Error SealedTable::damaged_row(const Value& id) const {
    return damaged(database_.path(), std::string(shape_.noun) + " " + shown(id) + " cannot be read",
                   "the seal of this row does not fit its content");
}

}  // namespace roadcase::store
