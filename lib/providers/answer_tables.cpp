#include "oauth/answer_form.h"

#include <algorithm>

#include "providers/fields.h"
#include "providers/parts.h"

namespace roadcase::providers {
namespace {

Status read_fields(const TomlTable* table, oauth::AnswerForm& answer) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    for (const auto* field : oauth::answer_fields)
        if (auto pointers = read_pointers(reader, field)) answer.fields[field] = std::move(*pointers);
    if (auto types = reader.texts("token_types")) {
        if (types->empty() || !std::all_of(types->begin(), types->end(), is_token))
            reader.wrong("token_types", "must be words such as [\"bearer\"]");
        answer.token_types = std::move(*types);
    }
    answer.ignore_expires_in = reader.boolean("ignore_expires_in").value_or(answer.ignore_expires_in);
    return reader.finish();
}

std::string word_problem(std::string_view theirs, std::string_view standard) {
    if (oauth::plain_error(theirs) != theirs)
        return "must be written in lower case, with _ for blanks and hyphens";
    return is_token(standard) ? "" : "must be an error of the standard such as \"invalid_grant\"";
}

}  // namespace

Status read_answer(TomlReader& reader, oauth::AnswerForm& answer) {
    const auto* fields = reader.table("answer");
    const auto* words = reader.table("errors");
    return read_fields(fields, answer)
        .and_then([&] { return read_pairs(words, word_problem); })
        .map([&](const Pairs& pairs) {
            for (const auto& [theirs, standard] : pairs) answer.errors[theirs] = standard;
        });
}

}  // namespace roadcase::providers
