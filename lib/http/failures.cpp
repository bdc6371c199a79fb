#include "http/failures.h"

#include <system_error>

#include "core/text.h"

namespace roadcase::http {

Error not_answering(std::string_view host, std::string why) {
    return make_error(ErrorKind::unavailable, "E404", printable(host) + " is not answering.", std::move(why),
                      "If it lasts, check this computer's internet connection.");
}

Error too_slow(std::string_view host, std::string_view doing, const Deadline& deadline) {
    if (deadline.is_cut()) return stopping(host);
    return not_answering(host, std::string(doing) + " took too long.");
}

Error stopping(std::string_view host) {
    return make_error(ErrorKind::unavailable, "", "Roadcase is stopping.",
                      "It no longer waits for " + printable(host) + ".", "Try again when it runs.");
}

Error closed_early(std::string_view host) {
    return not_answering(host, "It closed the connection before its answer was whole.");
}

Error bad_answer(std::string_view host, std::string why) {
    return make_error(ErrorKind::unavailable, "E305", "The answer of " + printable(host) + " cannot be used.",
                      std::move(why), "If it lasts, check the address in the configuration.");
}

Error not_secure(std::string_view host, std::string why, std::string next) {
    return make_error(ErrorKind::rejected, "E306", "The connection to " + printable(host) + " is not secure.",
                      std::move(why), std::move(next));
}

std::string system_reason(int error_number) {
    return std::generic_category().message(error_number) + ".";
}

}  // namespace roadcase::http
