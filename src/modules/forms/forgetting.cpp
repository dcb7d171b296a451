// What was sent, after the time it is kept for.
#include "store.hpp"

namespace guildhall::forms {

std::vector<std::string> delete_submission(db::Tx& tx, SubmissionId id)
{
    static constexpr db::Query list_files{"forms.blobs_of_submission", R"sql(
        select original, image, thumbnail from form_file where submission = $1)sql"};
    static constexpr db::Query remove_files{"forms.delete_files_of_submission",
                                            "delete from form_file where submission = $1"};
    static constexpr db::Query remove{"forms.delete_submission", "delete from form_submission where id = $1"};
    std::vector<std::string> blobs;
    tx.for_each(
        list_files,
        [&](db::Row const& row) {
            for (int column = 0; column < 3; ++column)
                if (auto name = row.get<std::string>(column); !name.empty()) blobs.push_back(std::move(name));
        },
        id);
    tx.run(remove_files, id);
    tx.run(remove, id);
    return blobs;
}

}
