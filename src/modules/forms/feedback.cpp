#include "feedback.hpp"

#include <identity/attempts.hpp>

namespace guildhall::forms {

namespace {

constexpr identity::AttemptLimit of_one_network{.kind = "form feedback", .tries = 10, .window = std::chrono::hours{1}};
constexpr Duration kept_for = std::chrono::days{365};

constexpr db::Query add_feedback{"forms.add_feedback", R"sql(
    insert into form_feedback (id, service, version, page, trouble, words, at) values ($1, $2, $3, $4, $5, $6, $7))sql"};
constexpr db::Query feedback_rows{"forms.feedback", R"sql(
    select id, version, page, trouble, words, at from form_feedback where service = $1 order by at desc, id desc limit $2)sql"};
constexpr db::Query counts_of_service{"forms.feedback_counts", R"sql(
    select service, page, trouble, count(*) from form_feedback where service = $1 and at >= $2
    group by service, page, trouble order by count(*) desc, page, trouble)sql"};
constexpr db::Query counts_of_all{"forms.feedback_counts_of_all", R"sql(
    select service, '', '', count(*) from form_feedback where at >= $1 group by service order by service)sql"};
constexpr db::Query remove_feedback{"forms.remove_feedback", "delete from form_feedback where id = $1"};
constexpr db::Query remove_old{"forms.remove_old_feedback", R"sql(
    delete from form_feedback where id in (select id from form_feedback where at < $1 order by at limit 500))sql"};

}

Trouble const* trouble_named(std::string_view id)
{
    for (auto const& trouble : troubles)
        if (trouble.id == id) return &trouble;
    return nullptr;
}

Result<FeedbackId, FeedbackRefusal> keep_feedback(db::Tx& tx, FeedbackWish const& wish)
{
    if (!identity::count_attempt(tx, of_one_network, wish.network)) {
        tx.keep();
        return Refused{FeedbackRefusal::too_many};
    }
    auto const id = tx.new_id<FeedbackId>();
    tx.run(add_feedback, id, wish.service, wish.version, wish.page, wish.trouble, wish.words, tx.now());
    return id;
}

bool forget_old_feedback(db::Tx& tx)
{
    return tx.run(remove_old, tx.now() - kept_for) > 0;
}

std::vector<Feedback> feedback_of(db::Snapshot& snapshot, std::string_view service, int at_most)
{
    return snapshot.all(
        feedback_rows,
        [](db::Row const& row) {
            return Feedback{row.get<FeedbackId>(0),  row.get<services::VersionId>(1), row.get<std::string>(2),
                            row.get<std::string>(3), row.get<std::string>(4),         row.get<Time>(5)};
        },
        service, at_most);
}

std::vector<FeedbackCount> feedback_counts(db::Snapshot& snapshot, std::string_view service, Time since)
{
    auto const read = [](db::Row const& row) {
        return FeedbackCount{row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2),
                             row.get<std::int64_t>(3)};
    };
    if (service.empty()) return snapshot.all(counts_of_all, read, since);
    return snapshot.all(counts_of_service, read, service, since);
}

void delete_feedback(db::Tx& tx, FeedbackId id)
{
    tx.run(remove_feedback, id);
}

}
