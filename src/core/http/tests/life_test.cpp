// A server's life: starting, overload, certificates, and going away without losing what is in hand.
#include "rig.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <fstream>
#include <future>
#include <thread>

using namespace guildhall;
using namespace guildhall::http;
using namespace guildhall::http::test;
using namespace std::chrono_literals;

namespace {

/// A certificate that signs itself, good for a day.
void make_certificate(std::filesystem::path const& folder, char const* name)
{
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 24 * 60 * 60);
    X509_set_pubkey(certificate, key);
    auto* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>(name), -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    X509_sign(certificate, key, EVP_sha256());
    auto* out = std::fopen((folder / "key.pem").c_str(), "w");
    PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    out = std::fopen((folder / "certificate.pem").c_str(), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

void wait_until_held(Rig const& rig, int count)
{
    for (int tries = 0; rig.held < count && tries < 200; ++tries) std::this_thread::sleep_for(10ms);
    REQUIRE(rig.held >= count);
}

SiteFinder nobody()
{
    return [](std::string_view) { return nullptr; };
}

}

TEST_CASE("http: what cannot work is said at start, in plain words with the remedy")
{
    SystemClock clock;
    Rig rig;
    rig.start();
    Server second{{.port = rig.port()}, clock, nobody()};
    CHECK_THROWS_WITH(second.start(), doctest::Contains("is in use. Choose another with --port"));
    CHECK_THROWS_WITH((Server{{.address = "0.0.0.0"}, clock, nobody()}), doctest::Contains("Plain HTTP on 0.0.0.0"));
    CHECK_THROWS_WITH((Server{{.address = "192.0.2.1"}, clock, nobody()}), doctest::Contains("trusted_proxies"));
    CHECK_NOTHROW((Server{{.address = "0.0.0.0", .plain_beyond_loopback = true}, clock, nobody()}));
    CHECK_NOTHROW((Server{{.address = "::1"}, clock, nobody()}));
    CHECK_THROWS_WITH((Server{{.certificate = "/nowhere.pem", .key = "/nowhere.pem"}, clock, nobody()}),
                      doctest::Contains("Give two PEM files"));
    CHECK_THROWS_WITH((Server{{.upload_folder = "/nowhere"}, clock, nobody()}),
                      doctest::Contains("Name a folder under upload_folder"));
    Server odd{{.address = "127.elephant"}, clock, nobody()};
    CHECK_THROWS_WITH(odd.start(), doctest::Contains("is not an address"));
}

TEST_CASE("http: TLS is spoken with its certificate, and reload takes a new one without losing a connection (S4)")
{
    Rig rig;
    make_certificate(rig.folder, "first.example");
    rig.options.certificate = rig.folder / "certificate.pem";
    rig.options.key = rig.folder / "key.pem";
    rig.start();
    Client before{rig.port(), true};
    CHECK(before.peer_name() == "first.example");
    before.send(get("/who"));
    auto const answer = before.read();
    REQUIRE(answer);
    CHECK(answer->body == "127.0.0.1 secure localhost");
    CHECK_FALSE(answer->header("strict-transport-security").empty());

    make_certificate(rig.folder, "second.example");
    rig.server->reload();
    Client after{rig.port(), true};
    CHECK(after.peer_name() == "second.example");
    before.send(get("/page"));
    CHECK(before.read().value().body == rig.page);
    after.send(post("/open", "a=" + std::string(100'000, 'x')));
    CHECK(after.read().value().status == 200);

    std::ofstream{rig.folder / "certificate.pem"} << "broken";
    CHECK_THROWS_AS(rig.server->reload(), std::runtime_error);
    Client still{rig.port(), true};
    CHECK(still.peer_name() == "second.example");
    Client plain{rig.port()};
    plain.send(get("/"));
    auto const refused = plain.read_some(2s);
    CHECK_FALSE(refused.starts_with("HTTP/"));
}

TEST_CASE("http: under overload people get a page that says when to try again, and the rest is served (R2)")
{
    Rig rig;
    rig.options.workers = 1;
    rig.options.max_waiting = 3;
    rig.start();
    std::vector<std::unique_ptr<Client>> queue;
    for (int i = 0; i < 4; ++i) {
        queue.push_back(std::make_unique<Client>(rig.port()));
        queue.back()->send(get("/held"));
        if (i == 0) wait_until_held(rig, 1);
    }
    std::this_thread::sleep_for(100ms); // the other three stand in the queue
    auto const answer = rig.ask(get("/"));
    CHECK(answer.status == 503);
    CHECK(answer.header("retry-after") == "5");
    CHECK(answer.body.starts_with("problem 503"));
    CHECK(rig.server->metrics().find("guildhall_http_rejected_total 1\n") != std::string::npos);
    rig.gate.count_down();
    for (auto& client : queue) CHECK(client->read()->body == "let go");
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE("http: connections beyond the limit are closed at once")
{
    Rig rig;
    rig.options.max_connections = 3;
    rig.start();
    std::vector<std::unique_ptr<Client>> open;
    for (int i = 0; i < 3; ++i) {
        open.push_back(std::make_unique<Client>(rig.port()));
        open.back()->send(get("/"));
        CHECK(open.back()->read()->status == 200);
    }
    Client fourth{rig.port()};
    CHECK(fourth.closes_within(2s));
    open.front()->send(get("/"));
    CHECK(open.front()->read()->status == 200);
}

TEST_CASE("http: draining answers what is in hand and takes nothing new (R5)")
{
    Rig rig;
    rig.start();
    Client in_hand{rig.port()};
    in_hand.send(get("/held"));
    wait_until_held(rig, 1);
    Client idle{rig.port()};
    idle.send(get("/"));
    CHECK(idle.read().value().status == 200);
    auto drained = std::async(std::launch::async, [&] { rig.server->drain(); });
    std::this_thread::sleep_for(100ms);
    CHECK_THROWS(Client{rig.port()});
    CHECK(drained.wait_for(0s) == std::future_status::timeout); // it waits for the one in hand
    rig.gate.count_down();
    auto const answer = in_hand.read();
    REQUIRE(answer);
    CHECK(answer->body == "let go");
    CHECK(answer->header("connection") == "close");
    CHECK(drained.wait_for(2s) == std::future_status::ready);
    CHECK(idle.closes_within(2s));
}

TEST_CASE("http: draining does not wait for streams of events")
{
    Rig rig;
    rig.start();
    Client reader{rig.port()};
    reader.send(get("/events"));
    REQUIRE(reader.read());
    auto const before = std::chrono::steady_clock::now();
    rig.server->drain();
    CHECK(std::chrono::steady_clock::now() - before < 2s);
    CHECK(rig.channel->is_closed());
}

TEST_CASE("http: clients that vanish in the middle of everything do no harm")
{
    Rig rig;
    rig.start();
    for (int round = 0; round < 30; ++round) {
        for (auto const& request :
             {get("/page"), get("/huge"), post("/open", "a=1").substr(0, 90), std::string{"GET / HT"}, get("/events"),
              post("/upload", "--XX", "X-Ticket: yes\r\n", "multipart/form-data; boundary=XX")}) {
            Client client{rig.port()};
            client.send(request);
        }
    }
    CHECK(rig.ask(get("/")).status == 200);
}

TEST_CASE("http: many clients at once each get their own answer")
{
    Rig rig;
    rig.start();
    std::vector<std::jthread> clients;
    std::atomic<int> wrong{0};
    for (int c = 0; c < 8; ++c) {
        clients.emplace_back([&, c] {
            Client client{rig.port()};
            for (int i = 1; i <= 100; ++i) {
                auto const number = std::to_string(c * 1000 + i);
                client.send(i % 3 ? get("/items/" + number) : post("/open", "n=" + number));
                auto const answer = client.read();
                if (!answer || answer->body != (i % 3 ? number : "1\nn=" + number)) ++wrong;
            }
        });
    }
    clients.clear();
    CHECK(wrong == 0);
}
