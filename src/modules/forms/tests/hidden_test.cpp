// What is not asked is not kept: a change of mind takes the answers of the branch that it leaves out of the draft.
#include "front.hpp"
#include "store.hpp"

using namespace guildhall;
using namespace guildhall::forms;
using namespace guildhall::forms::testing;

namespace {

constexpr std::string_view fence = R"yaml(
id: ask-fence
title: Ask about a fence
summary: Ask about a fence.
area: small
verb: request
owner: contact-centre
promise: { acknowledge: at once, working_days: 3 }
pages:
  - id: broken
    questions:
      - { id: broken, type: yes/no, label: Is it broken?, purpose: Decides who looks at it. }
  - id: proof
    title: Tell us more
    when: broken = "yes"
    questions:
      - { id: proof, type: file, label: Do you have a photo?, purpose: Helps to judge it., required: false }
      - { id: since, type: text, label: Since when?, purpose: Helps to judge it. }
  - id: height
    title: What is it like?
    questions:
      - { id: height, type: number, label: How high is it?, purpose: Brings a ladder. }
      - { id: colour, type: text, label: Which colour?, purpose: Brings paint., required: false, when: broken = "no" }
    then:
      - { when: height > 5, end: fine }
  - id: posts
    title: Posts
    when: broken = "yes"
    repeat: { one: post, least: 1, most: 3 }
    pages:
      - id: post
        questions:
          - { id: post, type: text, label: Which post?, purpose: Finds the post. }
  - id: many
    when: count(posts) > 1
    questions:
      - { id: many, type: text, label: Do they stand together?, purpose: Plans the work. }
  - id: last
    questions:
      - { id: last, type: text, label: Anything else?, purpose: Helps us., required: false }
ends:
  - { id: fine, title: It is fine, text: It is fine., go_on: I want to ask all the same }
received: request-received
stages:
  - { id: asked, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)yaml";

std::string const root = "/services/ask-fence/";

struct Fence {
    Front front;
    Browser asha{front};
    Page page;

    Fence()
    {
        auto source = library_source();
        for (auto const& file : services::shipped_source())
            if (file.name.starts_with("messages/request-")) source.push_back(file);
        source.push_back({"small/ask-fence.yaml", std::string{fence}});
        for (auto const& problem : front.library.publish(source)) FAIL(problem.text());
        page = begin(asha, "ask-fence");
    }
    /// Broken, with a photo, two posts, and all the rest: to check your answers.
    void all()
    {
        page = asha.fill(page, {{"broken", "yes"}});
        auto r = asha.filled(page, page.path, {{"since", "May"}});
        auto const file = front.folder.path() / "upload";
        std::ofstream{file, std::ios::binary} << "%PDF-1.4 not much of one, but a file\n%%EOF\n";
        r.headers.emplace_back("content-type", "multipart/form-data; boundary=x");
        http::Upload upload;
        upload.field = "proof";
        upload.filename = "proof.pdf";
        upload.path = file;
        upload.size = std::filesystem::file_size(file);
        r.uploads.push_back(std::move(upload));
        page = asha.follow(asha.send(r));
        REQUIRE(page.path == root + "height");
        page = asha.fill(page, {{"height", "2"}});
        page = asha.fill(page, {{"post", "The left one"}});
        page = asha.fill(page, {{"another", "yes"}});
        page = asha.fill(page, {{"post", "The right one"}});
        page = asha.fill(page, {{"another", "no"}});
        page = asha.fill(page, {{"many", "Yes, they do"}});
        page = asha.fill(page, {{"last", "No"}});
        REQUIRE(page.path == root + "check");
    }
    Answers kept()
    {
        return front.database->read(
            [&](db::Snapshot& s) { return find_draft(s, asha.cookie, "ask-fence").value().answers; });
    }
    std::int64_t files()
    {
        static constexpr db::Query count{"test.files", "select count(*) from form_file"};
        return front.database->read([](db::Snapshot& s) { return s.value<std::int64_t>(count).value(); });
    }
    std::size_t blobs()
    {
        std::size_t count = 0;
        for (auto const& entry : std::filesystem::recursive_directory_iterator{front.folder.path() / "blobs"})
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }
};

}

TEST_CASE("forms: an answer, a row and a file of a branch that was left go out of the draft with the page that hides "
          "them (R-022, R-029)")
{
    Fence fence;
    fence.all();
    REQUIRE(fence.files() == 1);
    REQUIRE(fence.blobs() == 1);
    auto const changed = fence.asha.fill(fence.asha.get(root + "broken?change=1"), {{"broken", "no"}});
    CHECK(changed.path == root + "check");
    auto const kept = fence.kept();
    for (auto const* gone : {"proof", "since", "many"}) CHECK_MESSAGE(kept.find(gone) == nullptr, gone);
    CHECK(kept.rows("posts").empty());
    CHECK(fence.files() == 0);
    CHECK(fence.blobs() == 0);
    for (auto const* stays : {"broken", "height", "last"}) CHECK_MESSAGE(kept.find(stays) != nullptr, stays);
    // Back again: they are asked anew, and a row's number is not given twice.
    auto page = fence.asha.fill(fence.asha.get(root + "broken?change=1"), {{"broken", "yes"}});
    CHECK(page.path == root + "proof");
    CHECK_FALSE(page.has("May"));
    page = fence.asha.fill(page, {{"since", "June"}});
    page = fence.asha.fill(fence.asha.get(root + "posts/new/post"), {{"post", "The other one"}});
    CHECK(fence.kept().row("posts", RowId{3}) != nullptr);
}

TEST_CASE("forms: a question that is hidden on a page that stays is not kept either, whatever the browser sends")
{
    Fence fence;
    auto page = fence.asha.fill(fence.page, {{"broken", "no"}});
    page = fence.asha.fill(page, {{"height", "2"}, {"colour", "Green"}});
    CHECK(fence.kept().find("colour") != nullptr);
    page = fence.asha.fill(fence.asha.get(root + "broken"), {{"broken", "yes"}});
    CHECK(fence.kept().find("colour") == nullptr);
    page = fence.asha.fill(page, {{"since", "May"}});
    page = fence.asha.fill(page, {{"height", "3"}, {"colour", "Green"}, {"nonsense", "1"}, {"last", "no"}});
    CHECK(fence.kept().find("height")->text() == "3");
    for (auto const* unknown : {"colour", "nonsense", "last"}) CHECK(fence.kept().find(unknown) == nullptr);
}

TEST_CASE("forms: what is not asked without a row goes with it")
{
    Fence fence;
    fence.all();
    auto const ask = fence.asha.get(root + "posts/1/remove");
    fence.asha.submit(ask, root + "posts/1/remove", {});
    auto const kept = fence.kept();
    CHECK(kept.rows("posts").size() == 1);
    CHECK(kept.find("many") == nullptr);
    CHECK(kept.find("last") != nullptr);
}

TEST_CASE("forms: an early end hides nothing: whoever comes back from it finds what was typed")
{
    Fence fence;
    fence.all();
    auto const end = fence.asha.fill(fence.asha.get(root + "height"), {{"height", "6"}});
    CHECK(end.path == root + "ends/fine");
    CHECK(fence.kept().rows("posts").size() == 2);
    CHECK(fence.kept().find("last") != nullptr);
    fence.asha.fill(fence.asha.get(root + "height"), {{"height", "2"}});
    CHECK(fence.asha.get(root + "check").has("The right one"));
    // Or goes past it.
    fence.asha.fill(fence.asha.get(root + "height"), {{"height", "6"}});
    fence.asha.submit(fence.asha.get(root + "ends/fine"), root + "ends/fine", {});
    CHECK(fence.asha.get(root + "check").has("The left one"));
}
