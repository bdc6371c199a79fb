#include "store/bundle.h"

#include "core/encoding.h"
#include "core/json.h"
#include "store/rows.h"

namespace roadcase::store {
namespace {

OrderedJson json_of(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return nullptr;
}

OrderedJson json_of(const TableShape& shape, const SealedRow& row) {
    OrderedJson object = OrderedJson::object();
    for (std::size_t i = 0; i < shape.columns.size() && i < row.plain.size(); ++i)
        object[std::string(shape.columns[i])] = json_of(row.plain[i]);
    if (row.secrets.empty()) return object;
    auto& secrets = object["sealed"] = OrderedJson::array();
    for (const auto& secret : row.secrets) secrets.push_back(base64_encode(secret.reveal()));
    return object;
}

std::optional<Value> value_from(const Json* json) {
    if (json == nullptr || json->is_null()) return Value();
    if (json->is_number_integer()) return Value(json->get<std::int64_t>());
    if (json->is_string()) return Value(json->get<std::string>());
    return std::nullopt;
}

std::optional<SealedRow> row_from(const TableShape& shape, const Json& json) {
    SealedRow row;
    for (const auto& column : shape.columns) {
        auto value = value_from(find(json, column));
        if (!value) return std::nullopt;
        row.plain.push_back(std::move(*value));
    }
    const auto* secrets = find(json, "sealed");
    if (secrets == nullptr) return row;
    if (!secrets->is_array()) return std::nullopt;
    for (const auto& each : *secrets) {
        auto bytes = each.is_string() ? base64_decode(each.get_ref<const std::string&>()) : std::nullopt;
        if (!bytes) return std::nullopt;
        row.secrets.emplace_back(std::move(*bytes));
    }
    return row;
}

template <class Record, class From>
bool read_all(const Json& json, std::string_view key, const TableShape& shape, From from,
              std::vector<Record>& records) {
    const auto* rows = find(json, key);
    if (rows == nullptr || !rows->is_array()) return false;
    for (const auto& each : *rows) {
        const auto row = row_from(shape, each);
        if (!row) return false;
        records.push_back(from(*row));
    }
    return true;
}

template <class Record>
OrderedJson all_of(const TableShape& shape, const std::vector<Record>& records) {
    OrderedJson rows = OrderedJson::array();
    for (const auto& record : records) rows.push_back(json_of(shape, to_row(record)));
    return rows;
}

OrderedJson tokens_of(const std::vector<AccountRecord>& accounts) {
    OrderedJson rows = OrderedJson::array();
    for (const auto& account : accounts)
        if (account.tokens)
            rows.push_back(json_of(tokens_shape, to_row(account.id, account.generation, *account.tokens)));
    return rows;
}

/// A token set has no account inside, so the rows are matched by hand.
bool read_tokens(const Json& json, std::vector<AccountRecord>& accounts) {
    const auto* rows = find(json, "tokens");
    if (rows == nullptr || !rows->is_array()) return false;
    for (const auto& each : *rows) {
        const auto row = row_from(tokens_shape, each);
        const auto id = string_at(each, "account_id");
        if (!row || !id) return false;
        auto tokens = tokens_from(*row);
        for (auto& account : accounts)
            if (account.id == *id && account.generation == tokens.generation)
                account.tokens = std::move(tokens.tokens);
    }
    return true;
}

}  // namespace

Secret write_bundle(const Bundle& bundle) {
    return Secret(dump(OrderedJson{{"accounts", all_of(accounts_shape, bundle.accounts)},
                                   {"tokens", tokens_of(bundle.accounts)},
                                   {"keys", all_of(keys_shape, bundle.keys)},
                                   {"handles", all_of(handles_shape, bundle.handles)},
                                   {"documents", all_of(documents_shape, bundle.documents)}}));
}

std::optional<Bundle> read_bundle(std::string_view text) {
    const auto json = parse_json(text);
    if (!json) return std::nullopt;
    Bundle bundle;
    const auto account = [](const SealedRow& row) { return account_from(row).record; };
    const bool whole = read_all(*json, "accounts", accounts_shape, account, bundle.accounts) &&
                       read_tokens(*json, bundle.accounts) &&
                       read_all(*json, "keys", keys_shape, key_from, bundle.keys) &&
                       read_all(*json, "handles", handles_shape, handle_from, bundle.handles) &&
                       read_all(*json, "documents", documents_shape, document_from, bundle.documents);
    return whole ? std::optional(std::move(bundle)) : std::nullopt;
}

}  // namespace roadcase::store
