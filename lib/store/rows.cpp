#include "store/rows.h"

#include <array>
#include <utility>

#include "store/row_values.h"

namespace roadcase::store {

const TableShape accounts_shape{"accounts",
                                "account",
                                {"id",
                                 "client",
                                 "provider",
                                 "name",
                                 "subject",
                                 "display_name",
                                 "status",
                                 "problem_code",
                                 "problem",
                                 "problem_since",
                                 "generation",
                                 "scopes",
                                 "requested_scopes",
                                 "created_at",
                                 "authorized_at",
                                 "renewed_at",
                                 "next_attempt_at",
                                 "failures",
                                 "has_tokens",
                                 "interrupted_at",
                                 "consent_ends_at",
                                 "rejections",
                                 "grant_type"}};
const TableShape tokens_shape{
    "tokens",
    "the tokens of account",
    {"account_id", "generation", "token_type", "scopes", "received_at", "expires_at", "refresh_expires_at"}};
const TableShape journal_shape{"refresh_journal",
                               "the journal of account",
                               {"account_id", "generation", "started_at", "pid", "owner", "lease_until"}};
const TableShape pending_shape{"pending_authorizations", "the begun sign-in", {"state_hash", "created_at"}};
const TableShape documents_shape{"documents", "the document", {"name", "at"}};
const TableShape activity_shape{"activity", "activity entry", {"id", "at", "kind", "account", "who", "text"}};

namespace {

/// The grant of almost every account: NULL in its row, as in the rows of older schemas.
constexpr std::string_view usual_grant = "authorization_code";

constexpr std::array<std::pair<AccountStatus, std::string_view>, 3> status_words{{
    {AccountStatus::connected, "connected"},
    {AccountStatus::needs_authorization, "needs_authorization"},
    {AccountStatus::paused, "paused"},
}};

std::string word_of(AccountStatus status) {
    for (const auto& [each, word] : status_words)
        if (each == status) return std::string(word);
    return {};
}

AccountStatus status_of(std::string_view word) {
    for (const auto& [status, each] : status_words)
        if (each == word) return status;
    return AccountStatus::needs_authorization;
}

}  // namespace

SealedRow to_row(const AccountRecord& r) {
    return {{r.id,
             r.client,
             r.provider,
             r.name,
             r.subject,
             r.display_name,
             word_of(r.status),
             r.problem_code,
             r.problem,
             value_of(r.problem_since),
             r.generation,
             list_text(r.scopes),
             list_text(r.requested_scopes),
             to_unix(r.created_at),
             to_unix(r.authorized_at),
             value_of(r.renewed_at),
             value_of(r.next_attempt_at),
             std::int64_t{r.failures},
             std::int64_t{r.tokens.has_value()},
             value_of(r.interrupted_at),
             value_of(r.consent_ends_at),
             r.rejections == 0 ? Value() : Value(std::int64_t{r.rejections}),
             r.grant_type.empty() || r.grant_type == usual_grant ? Value() : Value(r.grant_type)},
            {}};
}

AccountRow account_from(const SealedRow& row) {
    Reader in(row);
    AccountRow out;
    auto& r = out.record;
    r.id = in.text();
    r.client = in.text();
    r.provider = in.text();
    r.name = in.text();
    r.subject = in.text();
    r.display_name = in.text();
    r.status = status_of(in.text());
    r.problem_code = in.text();
    r.problem = in.text();
    r.problem_since = in.optional_time();
    r.generation = in.integer();
    r.scopes = in.list();
    r.requested_scopes = in.list();
    r.created_at = in.time();
    r.authorized_at = in.time();
    r.renewed_at = in.optional_time();
    r.next_attempt_at = in.optional_time();
    r.failures = static_cast<int>(in.integer());
    out.has_tokens = in.integer() != 0;
    r.interrupted_at = in.optional_time();
    r.consent_ends_at = in.optional_time();
    r.rejections = static_cast<int>(in.integer());
    r.grant_type = in.text();
    if (r.grant_type.empty()) r.grant_type = usual_grant;
    return out;
}

SealedRow to_row(const std::string& account_id, std::int64_t generation, const oauth::TokenSet& t) {
    return {{account_id, generation, t.token_type, t.scopes ? Value(list_text(*t.scopes)) : Value(),
             to_unix(t.received_at), value_of(t.expires_at), value_of(t.refresh_expires_at)},
            {t.access_token, t.refresh_token, t.id_token, t.raw}};
}

TokensRow tokens_from(const SealedRow& row) {
    Reader in(row);
    TokensRow out;
    auto& t = out.tokens;
    in.text();  // account_id
    out.generation = in.integer();
    t.token_type = in.text();
    t.scopes = in.optional_list();
    t.received_at = in.time();
    t.expires_at = in.optional_time();
    t.refresh_expires_at = in.optional_time();
    t.access_token = in.secret();
    t.refresh_token = in.secret();
    t.id_token = in.secret();
    t.raw = in.secret();
    return out;
}

SealedRow to_row(const RefreshJournalRow& r) {
    return {{r.account_id, r.generation, to_unix(r.started_at), r.pid, r.owner, to_unix(r.lease_until)}, {}};
}

RefreshJournalRow journal_from(const SealedRow& row) {
    Reader in(row);
    RefreshJournalRow r;
    r.account_id = in.text();
    r.generation = in.integer();
    r.started_at = in.time();
    r.pid = in.integer();
    r.owner = in.text();
    r.lease_until = in.time();
    return r;
}

SealedRow to_row(const PendingAuthorization& r) {
    const auto sealed = [](const std::string& text) { return Secret(text); };
    return {{r.state_hash, to_unix(r.created_at)},
            {sealed(r.flow_id), sealed(r.client), sealed(r.account_id), sealed(r.account_name),
             sealed(r.redirect_uri), sealed(r.issuer), sealed(r.authorization_endpoint),
             sealed(r.token_endpoint), sealed(r.client_id), sealed(list_text(r.scopes)), r.code_verifier,
             sealed(r.binding_hash), sealed(r.origin), r.nonce}};
}

PendingAuthorization pending_from(const SealedRow& row) {
    Reader in(row);
    PendingAuthorization r;
    r.state_hash = in.text();
    r.created_at = in.time();
    r.flow_id = in.sealed_text();
    r.client = in.sealed_text();
    r.account_id = in.sealed_text();
    r.account_name = in.sealed_text();
    r.redirect_uri = in.sealed_text();
    r.issuer = in.sealed_text();
    r.authorization_endpoint = in.sealed_text();
    r.token_endpoint = in.sealed_text();
    r.client_id = in.sealed_text();
    r.scopes = list_from(in.sealed_text());
    r.code_verifier = in.secret();
    r.binding_hash = in.sealed_text();
    r.origin = in.sealed_text();
    r.nonce = in.secret();
    return r;
}

SealedRow to_row(const Document& r) {
    return {{r.name, to_unix(r.at)}, {r.body}};
}

Document document_from(const SealedRow& row) {
    Reader in(row);
    Document r;
    r.name = in.text();
    r.at = in.time();
    r.body = in.secret();
    return r;
}

SealedRow to_row(const ActivityRecord& r) {
    return {{r.id, to_unix(r.at), r.kind, r.account, r.who, r.text}, {}};
}

ActivityRecord activity_from(const SealedRow& row) {
    Reader in(row);
    ActivityRecord r;
    r.id = in.integer();
    r.at = in.time();
    r.kind = in.text();
    r.account = in.text();
    r.who = in.text();
    r.text = in.text();
    return r;
}

}  // namespace roadcase::store
