#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/secret.h"
#include "store/database.h"
#include "store/sealing.h"

namespace roadcase::store {

/// The columns of a table before `sealed`; the first one identifies the row. `noun` names a row in messages.
struct TableShape {
    std::string_view name;
    std::string_view noun;
    std::vector<std::string_view> columns;
};

/// A row as the program sees it: readable columns in the shape's order, and the fields that are sealed.
struct SealedRow {
    Row plain;
    std::vector<Secret> secrets;
};

/// A table whose every row is bound by its seal: one that was changed, damaged or swapped is an Error naming
/// it, never a wrong or missing answer. Use it inside a transaction of the database. It keeps nothing but
/// references.
class SealedTable {
  public:
    SealedTable(Database& database, const Sealer& sealer, const TableShape& shape);

    /// Adds the row, or replaces the one with the same first column.
    Status put(const SealedRow& row);
    /// Rows where each of `columns` has the value beside it, in the order of `tail` (" ORDER BY …", " LIMIT
    /// …").
    Result<std::vector<SealedRow>> where(const std::vector<std::string_view>& columns, const Row& values,
                                         std::string_view tail = {});
    /// The same, taken out.
    Result<std::vector<SealedRow>> take(std::string_view column, const Value& value);

    /// Seals every row for `next`; one that cannot be opened is an Error naming it.
    Status reseal(const Sealer& next);

    std::string select_sql(const std::vector<std::string_view>& columns, std::string_view tail = {}) const;

  private:
    Result<std::vector<Row>> page_after(std::int64_t rowid);
    Status reseal_row(std::int64_t rowid, Row row, const Sealer& next);
    Result<std::vector<SealedRow>> open_all(Result<std::vector<Row>> rows) const;
    Result<SealedRow> open(Row row) const;
    bool holds(const Row& plain, std::string_view column, const Value& value) const;
    Error damaged_row(const Value& id) const;

    Database& database_;
    const Sealer& sealer_;
    const TableShape& shape_;
};

}  // namespace roadcase::store
