// SPDX-License-Identifier: MIT
#include "support/tls_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace rustassistant::test {
namespace {

void need(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(std::string("TLS server: ") + what);
}

template <auto free>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<&EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<&X509_free>>;

void add_extension(X509* certificate, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  need(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "extension");
  X509_EXTENSION_free(extension);
}

Certificate self_signed(EVP_PKEY* key) {
  constexpr long kDay = 86'400;
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDay);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("loopback"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), NID_subject_alt_name, "IP:127.0.0.1");
  need(X509_sign(certificate.get(), key, EVP_sha256()) > 0, "signature");
  return certificate;
}

std::string pem_of(X509* certificate) {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(memory, certificate);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return text;
}

}  // namespace

struct TlsServer::Tls {
  std::unique_ptr<SSL_CTX, Free<&SSL_CTX_free>> context{SSL_CTX_new(TLS_server_method())};
};

TlsServer::TlsServer(std::string reply_body) : reply_body_(std::move(reply_body)), tls_(std::make_unique<Tls>()) {
  std::signal(SIGPIPE, SIG_IGN);
  const Key key(EVP_EC_gen("P-256"));
  need(key != nullptr, "key");
  const Certificate certificate = self_signed(key.get());
  certificate_ = pem_of(certificate.get());
  SSL_CTX* context = tls_->context.get();
  need(SSL_CTX_use_certificate(context, certificate.get()) == 1 && SSL_CTX_use_PrivateKey(context, key.get()) == 1,
       "context");
  SSL_CTX_set_alpn_select_cb(
      context,
      [](SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size,
         void* own) {
        auto& self = *static_cast<TlsServer*>(own);
        const std::scoped_lock lock(self.mutex_);
        self.offered_.clear();
        for (unsigned at = 0; at < in_size; at += in[at] + 1U) {
          self.offered_.emplace_back(reinterpret_cast<const char*>(in + at + 1), in[at]);
          if (self.offered_.back() != "http/1.1") continue;
          *out = in + at + 1;
          *out_size = in[at];
        }
        return self.offered_.back() == "http/1.1" ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
      },
      this);

  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  need(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(listener_, 8) == 0 &&
           ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
       "listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

TlsServer::~TlsServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

std::string TlsServer::url(const std::string& path) const {
  return "https://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<std::string> TlsServer::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

std::vector<std::string> TlsServer::offered() const {
  const std::scoped_lock lock(mutex_);
  return offered_;
}

void TlsServer::serve() {
  while (true) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const timeval patience{5, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    talk(socket);
    ::close(socket);
  }
}

void TlsServer::talk(int socket) {
  const std::unique_ptr<SSL, Free<&SSL_free>> tls(SSL_new(tls_->context.get()));
  SSL_set_fd(tls.get(), socket);
  if (SSL_accept(tls.get()) != 1) return;
  std::string received;
  std::size_t wanted = std::string::npos;
  while (received.size() < wanted) {
    char buffer[4096];
    const int count = SSL_read(tls.get(), buffer, sizeof buffer);
    if (count <= 0) break;
    received.append(buffer, static_cast<std::size_t>(count));
    const auto end = received.find("\r\n\r\n");
    const auto length = received.find("Content-Length: ");
    if (end == std::string::npos) continue;
    wanted = end + 4 + (length < end ? std::strtoul(received.c_str() + length + 16, nullptr, 10) : 0);
  }
  if (received.empty()) return;
  {
    const std::scoped_lock lock(mutex_);
    requests_.push_back(received);
  }
  const std::string reply =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
      std::to_string(reply_body_.size()) + "\r\n\r\n" + reply_body_;
  SSL_write(tls.get(), reply.data(), static_cast<int>(reply.size()));
  SSL_shutdown(tls.get());
}

}  // namespace rustassistant::test
