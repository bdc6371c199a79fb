#include "dashboard/scripts_page.h"

namespace roadcase::dashboard {
namespace {

View script_view(const ScriptRow& row) {
    View out{{"id", row.id},
             {"name", row.name},
             {"may", prose(row.may)},
             {"used", row.used},
             {"note", row.note.empty() ? flag(false) : prose(row.note)},
             {"paused", flag(row.paused)},
             {"waits", flag(row.waits)},
             {"renewable", flag(row.renewable)}};
    put_state(out, row.state);
    return out;
}

View file_view(const FileRow& row) {
    View out{{"id", row.id},
             {"path", row.path},
             {"account", row.account},
             {"format", row.format},
             {"text", row.text.empty() ? flag(false) : prose(row.text)},
             {"code", shown(row.code)},
             {"may_overwrite", flag(row.may_overwrite)},
             {"configured", flag(row.configured)},
             {"button", flag(false)}};
    if (row.button && is_safe(row.button->href))
        out["button"] = View{{"label", row.button->label}, {"href", row.button->href}};
    put_state(out, row.state);
    return out;
}

Value form_view(const FileForm& form) {
    return Value{View{{"path", form.path},
                      {"accounts", choices(form.accounts)},
                      {"formats", choices(form.formats)},
                      {"problem", form.problem.empty() ? flag(false) : prose(form.problem)},
                      {"code", shown(form.code)},
                      {"may_overwrite", flag(form.may_overwrite)}}};
}

Value code_view(const CodeExample& code) {
    return Value{View{{"languages", choices(code.languages)},
                      {"accounts", choices(code.accounts)},
                      {"several", flag(code.accounts.size() > 1)},
                      {"language", code.language},
                      {"text", code.text}}};
}

}  // namespace

std::string render(const ScriptsPage& page) {
    Views scripts;
    for (const auto& row : page.scripts) scripts.push_back(script_view(row));
    Views files;
    for (const auto& row : page.files) files.push_back(file_view(row));
    View view{{"scripts", Value{scripts}},
              {"has_scripts", flag(!page.scripts.empty())},
              {"all_paused", flag(page.all_paused)},
              {"has_accounts", flag(!page.accounts.empty())},
              {"accounts", choices(page.accounts)},
              {"files", Value{files}},
              {"has_files", flag(!page.files.empty())},
              {"form", form_view(page.form)},
              {"example", code_view(page.code)},
              {"csrf", page.csrf}};
    return render({.title = "Scripts",
                   .place = Place::scripts,
                   .latch = page.latch,
                   .live = page.form.problem.empty(),
                   .fragment = page.fragment},
                  "scripts", std::move(view));
}

}  // namespace roadcase::dashboard
