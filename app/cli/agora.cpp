#include "brokers/agora_credentials.h"
#include "cli/agora_view.h"
#include "cli/commands.h"
#include "cli/loaded_config.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

using namespace brokers::agora;

constexpr std::size_t longest_token = 128 * 1024;
constexpr const char* certificate_variable = "AGORA_APP_CERTIFICATE";

struct InspectCommand {
    std::string token;
    std::optional<std::string> channel;
    std::optional<std::string> uid;
};

/// Certificates that may have signed a token of one app; without any, why.
struct Certificates {
    std::vector<Secret> known;
    std::string why_none;
};

/// Of the brokers with this app id. Their secret sources are asked.
Certificates from_brokers(const Session& session, const std::string& app_id) {
    Certificates found;
    const auto loaded = load_config(session);
    if (!loaded) return {{}, "the configuration cannot be read, see roadcase config check"};
    for (const auto& entry : loaded->config.brokers) {
        const auto* agora = std::get_if<brokers::AgoraSettings>(&entry.broker.settings);
        if (agora == nullptr || !iequals(agora->app_id, app_id)) continue;
        const auto broker = entry.ready();
        if (is_hex32(broker->secret.reveal()))
            found.known.push_back(broker->secret);
        else
            found.why_none = "[broker." + broker->name + "] has no certificate that can be used" +
                             (broker->problem ? ": " + broker->problem->title : "");
    }
    return found;
}

Certificates certificates_of(const Session& session, const std::string& app_id) {
    auto found = from_brokers(session, app_id);
    if (!found.known.empty()) return found;
    const char* given = session.world.env(certificate_variable);
    if (given != nullptr && *given != '\0') {
        if (is_hex32(given)) return {{Secret(given)}, ""};
        return {{}, std::string(certificate_variable) + " is not 32 hex digits"};
    }
    if (found.why_none.empty())
        found.why_none = std::string("no certificate of this app is known; set ") + certificate_variable +
                         ", or have a [broker.NAME] of the app";
    return found;
}

/// For whom a token "006" may be: channel and uid, as they were signed.
std::vector<std::pair<std::string, std::string>> candidates(const ReceivedToken& received,
                                                            const InspectCommand& command) {
    // One for messages has the user where the channel would be.
    const bool is_rtm = received.token.privileges.contains(1000);
    if (is_rtm && command.channel.has_value() != command.uid.has_value())
        return {{command.channel.value_or(command.uid.value_or("")), ""}};
    if (!command.channel || !command.uid) return {};
    // The number 0 is signed as nothing, the text "0" as it is.
    if (*command.uid == "0") return {{*command.channel, ""}, {*command.channel, "0"}};
    return {{*command.channel, *command.uid}};
}

SignatureVerdict verdict_of(const ReceivedToken& received, const InspectCommand& command,
                            const Certificates& certificates) {
    const auto all = candidates(received, command);
    if (all.empty()) return {{}, "a 006 token is checked with its --channel and --uid"};
    bool fits = false;
    for (const auto& [channel, uid] : all) {
        fits = fits || is_for(received, channel, uid);
        for (const auto& certificate : certificates.known)
            if (is_signed(received, channel, uid, certificate)) return {true, ""};
    }
    if (!fits) return {false, "it is for another channel or uid"};
    if (certificates.known.empty()) return {{}, certificates.why_none};
    return {false, "this app's certificate did not make it"};
}

SignatureVerdict verdict_of(const ReceivedToken2& received, const InspectCommand&,
                            const Certificates& certificates) {
    if (certificates.known.empty()) return {{}, certificates.why_none};
    for (const auto& certificate : certificates.known)
        if (is_signed(received, certificate)) return {true, ""};
    return {false, "this app's certificate did not make it"};
}

Result<std::string> token_of(Session& session, const InspectCommand& command) {
    std::string text = command.token;
    if (text == "-") {
        text.clear();
        for (char c = 0; text.size() <= longest_token && session.world.in.get(c);) text += c;
    }
    if (text.size() > longest_token) return not_a_token("It is longer than 128 KiB.");
    return std::string(trim(text));
}

template <class Received>
Status tell(Session& session, const InspectCommand& command, const Result<Received>& received) {
    if (!received) return fail(received.error());
    const auto certificates = certificates_of(session, received->token.app_id);
    const auto verdict = verdict_of(*received, command, certificates);
    const auto view = view_of(*received);
    const auto now = session.world.clock.now();
    session.console.print(session.options.json ? dump(json_of(view, verdict, now)) + "\n"
                                               : lines_of(view, verdict, now));
    if (verdict.valid == false) session.exit_code = 1;
    return {};
}

Status inspect(Session& session, const InspectCommand& command) {
    const auto token = token_of(session, command);
    if (!token) return fail(token.error());
    if (token->starts_with("006")) return tell(session, command, parse_access_token(*token));
    if (!token->starts_with("007")) return not_a_token("It begins with neither 006 nor 007.");
    if (command.channel || command.uid)
        session.console.talk("A 007 token names its channel and uid itself: both flags are left aside.");
    return tell(session, command, parse_access_token2(*token));
}

}  // namespace

void add_agora_commands(const Tree& tree) {
    auto command = std::make_shared<InspectCommand>();
    auto* group = tree.group(tree.root, "agora", "Look into tokens of Agora.");
    group->group("Scripts");
    auto* app = tree.add(*group, "inspect", "Say what an Agora token opens, until when, and who signed it.",
                         [command](Session& session) { return inspect(session, *command); },
                         {{{"roadcase agora inspect - < token.txt", "either version"},
                           {"roadcase agora inspect - --channel test --uid 1", "006"},
                           {"roadcase agora inspect - --json", "an object"}},
                          "0 decoded, 1 its signature is not valid, 2 no token",
                          "docs/agora-tokens.md"});
    app->add_option("TOKEN", command->token, "- is standard input")->required();
    app->add_option("--channel", command->channel, "of a 006 token: its channel")->type_name("NAME");
    app->add_option("--uid", command->uid, "of a 006 token: its uid, account or user; 0 for any")
        ->type_name("UID");
}

}  // namespace roadcase::cli
