#pragma once

#include "store/records.h"
#include "store/sealed_table.h"

namespace roadcase::store {

/// The tables, and how records become their rows and back. The order of values is that of the shape's
/// columns.
extern const TableShape accounts_shape;
extern const TableShape tokens_shape;
extern const TableShape journal_shape;
extern const TableShape pending_shape;
extern const TableShape documents_shape;
extern const TableShape keys_shape;
extern const TableShape handles_shape;
extern const TableShape links_shape;
extern const TableShape activity_shape;

/// Without its tokens; whether it has some is in the row.
SealedRow to_row(const AccountRecord& record);
struct AccountRow {
    AccountRecord record;
    bool has_tokens = false;
};
AccountRow account_from(const SealedRow& row);

SealedRow to_row(const std::string& account_id, std::int64_t generation, const oauth::TokenSet& tokens);
struct TokensRow {
    std::int64_t generation = 0;
    oauth::TokenSet tokens;
};
TokensRow tokens_from(const SealedRow& row);

SealedRow to_row(const RefreshJournalRow& record);
RefreshJournalRow journal_from(const SealedRow& row);

SealedRow to_row(const PendingAuthorization& record);
PendingAuthorization pending_from(const SealedRow& row);

SealedRow to_row(const Document& record);
Document document_from(const SealedRow& row);

SealedRow to_row(const KeyRecord& record);
KeyRecord key_from(const SealedRow& row);

SealedRow to_row(const HandleRecord& record);
HandleRecord handle_from(const SealedRow& row);

SealedRow to_row(const LinkRecord& record);
LinkRecord link_from(const SealedRow& row);

SealedRow to_row(const ActivityRecord& record);
ActivityRecord activity_from(const SealedRow& row);

}  // namespace roadcase::store
