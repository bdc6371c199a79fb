#include "http/trust_store.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <map>

#include "core/guarded.h"
#include "core/text.h"

namespace roadcase::http {
namespace {

using Context = std::shared_ptr<SSL_CTX>;

bool load_certificates(SSL_CTX* context, const std::string& ca_file) {
    // The default honours SSL_CERT_FILE and SSL_CERT_DIR.
    if (ca_file.empty()) return SSL_CTX_set_default_verify_paths(context) == 1;
    return SSL_CTX_load_verify_file(context, ca_file.c_str()) == 1;
}

Result<Context> make_context(const std::string& ca_file) {
    constexpr unsigned char http_1_1[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_alpn_protos(context.get(), http_1_1, sizeof http_1_1) != 0)
        return fail(ErrorKind::internal, "", "The TLS library could not be started.");
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (!load_certificates(context.get(), ca_file)) {
        ERR_clear_error();
        return fail(ErrorKind::rejected, "E306", "The certificates to trust could not be read.",
                    printable(ca_file, 4096) + " holds none in PEM form, or may not be read.",
                    "Correct the path, or leave it out to use the system's.");
    }
    return context;
}

}  // namespace

Result<Context> trust_store(const std::string& ca_file) {
    static Guarded<std::map<std::string, Context>> loaded;
    return loaded.with([&](auto& contexts) -> Result<Context> {
        if (const auto known = contexts.find(ca_file); known != contexts.end()) return known->second;
        auto context = make_context(ca_file);
        // A failure is not kept: the file may be mended while we run.
        if (context) contexts.emplace(ca_file, *context);
        return context;
    });
}

}  // namespace roadcase::http
