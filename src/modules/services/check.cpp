// A library as a whole: which file is what, and the rules over all of them.
#include "reader.hpp"
#include "soundness.hpp"
#include "translation.hpp"

#include <services/services.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace guildhall::services {

namespace {

std::string stem(std::string_view name)
{
    auto const slash = name.rfind('/');
    name = slash == std::string_view::npos ? name : name.substr(slash + 1);
    return std::string{name.substr(0, name.rfind('.'))};
}

struct OneRead {
    SourceFile const* file;
    Read read;
};

/// Reads file by file, and then looks at all of them together.
class Whole {
public:
    Whole(Source const& source, MessageCheck const& message_check, Capabilities const& capabilities)
        : source_{source}, message_check_{message_check}
    {
        around_.capabilities = capabilities;
    }

    Checked check()
    {
        read_lists();
        for (auto const& file : source_) {
            if (file.name == "words.txt") around_.necessary = NecessaryWords{file.text};
        }
        for (auto const& file : source_) {
            if (file.name.starts_with("messages/"))
                message(file);
            else if (file.name.ends_with(".yaml") && !file.name.starts_with("lists/"))
                translated_name(file.name) ? translation(file) : definition(file);
        }
        for (auto& [file, read] : definitions_) finish(*file, read);
        for (auto const& [stem, by_language] : translations_) {
            if (!around_.services.contains(stem)) lost_translation(by_language.begin()->second.first->name, stem);
        }
        return std::move(result_);
    }

private:
    void keep(std::vector<Problem> problems)
    {
        for (auto& problem : problems) {
            auto& where = problem.severity == Problem::Severity::warning ? result_.advice : result_.problems;
            where.push_back(std::move(problem));
        }
    }
    void read_lists()
    {
        for (auto const& file : source_) {
            if (!file.name.starts_with("lists/")) continue;
            auto read = read_list(file.name, file.text);
            if (read.problems.empty()) lists_[stem(file.name)] = std::move(read.choices);
            keep(std::move(read.problems));
        }
    }
    void message(SourceFile const& file)
    {
        auto read = read_message(file.name, file.text);
        if (read.problems.empty() && message_check_) read.problems = message_check_(file.text);
        for (auto& problem : read.problems) problem.file = file.name;
        if (read.problems.empty()) {
            if (auto const translated = translated_name(file.name))
                other_messages_[translated->language][translated->stem] = std::move(read.message);
            else
                around_.messages[stem(file.name)] = std::move(read.message);
        }
        keep(std::move(read.problems));
    }
    void translation(SourceFile const& file)
    {
        auto const name = translated_name(file.name);
        auto read = read_translation(file.name, file.text);
        keep(read.problems);
        translations_[name->stem][name->language] = {&file, std::move(read)};
    }
    void lost_translation(std::string const& file, std::string const& service)
    {
        result_.advice.push_back({.file = file,
                                  .sentence = fmt::format("There is no service \"{}\" to translate.", service),
                                  .remedy = "Name the file after a service of this library, or remove it.",
                                  .severity = Problem::Severity::warning});
    }
    void definition(SourceFile const& file)
    {
        auto read = read_definition(file.name, file.text, lists_);
        auto const& id = read.definition.id;
        if (!id.empty() && id != stem(file.name))
            read.problems.push_back({.file = file.name,
                                     .line = read.tree.line_at("id"),
                                     .sentence = fmt::format("The file is not named after its service \"{}\".", id),
                                     .remedy = fmt::format("Call it {}.yaml.", id),
                                     .item = "id"});
        // By its file's name, so that a broken file does not make those that refer to it look broken too.
        if (!around_.services.insert(stem(file.name)).second)
            read.problems.push_back({.file = file.name,
                                     .sentence = fmt::format("There are two services \"{}\".", stem(file.name)),
                                     .remedy = "Keep one of the files."});
        if (!read.definition.successor.empty()) around_.successors[stem(file.name)] = read.definition.successor;
        for (auto const& [question, type] : read.names.questions) around_.questions.insert(question);
        definitions_.push_back({&file, std::move(read)});
    }
    void finish(SourceFile const& file, Read& read)
    {
        if (!read.problems.empty()) return keep(std::move(read.problems));
        Findings findings{file.name, read};
        check_ids(read, findings);
        check_references(read, around_, findings);
        check_conditions(read, around_, findings);
        check_ways(read, findings);
        check_stages(read, findings);
        check_tables(read, findings);
        check_reading(read, around_.necessary, findings);
        advise(read, findings);
        bool const is_sound = !findings.has_errors();
        auto problems = findings.take();
        if (is_sound) offer(read, problems);
        keep(std::move(problems));
    }
    void offer(Read& read, std::vector<Problem>& problems)
    {
        auto& d = read.definition;
        d.needs = needs_of(read, around_.capabilities);
        attach_messages(d, problems);
        attach_translations(read, problems);
        bool const is_hard =
            std::ranges::any_of(problems, [](Problem const& one) { return one.severity == Problem::Severity::words; });
        if (is_hard) result_.hard.insert(d.id);
        result_.good.push_back(std::move(d));
    }
    void attach_messages(Definition& d, std::vector<Problem>& problems)
    {
        std::vector<std::string> names{d.received};
        for (auto const& stage : d.stages) names.push_back(stage.message);
        for (auto const& name : names) {
            auto const found = around_.messages.find(name);
            if (found == around_.messages.end() || !d.messages.emplace(name, found->second).second) continue;
            auto const reading = readability(words_of_message(found->second), around_.necessary);
            if (reading.is_hard()) problems.push_back(hard_message(d, name, reading));
        }
    }
    static std::string words_of_message(Message const& message)
    {
        return message.subject + ".\n" + message.short_text + (message.short_text.empty() ? "" : "\n\n") + message.body;
    }

    static Problem hard_message(Definition const& d, std::string const& name, Readability const& reading)
    {
        auto const& worst = reading.worst.front();
        bool const is_long = worst.words > longest_sentence;
        return {.file = "messages/" + name + ".txt",
                .sentence = is_long ? fmt::format("A sentence has {} words: \"{}\".", worst.words, worst.text)
                                    : fmt::format("The words need a reading age of {:.1f}; the hardest are: \"{}\".",
                                                  reading.age, worst.text),
                .remedy = is_long ? fmt::format("Make two of it: at most {} words each.", longest_sentence)
                                  : "Write shorter sentences and words; words that must stay go to words.txt.",
                .severity = d.hard_words ? Problem::Severity::warning : Problem::Severity::words};
    }
    void attach_translations(Read& read, std::vector<Problem>& problems)
    {
        auto& d = read.definition;
        if (auto const of_service = translations_.find(d.id); of_service != translations_.end()) {
            for (auto& [language, one] : of_service->second) {
                auto const& [file, translation] = one;
                auto const advice = compare(read, file->name, file->text, translation);
                problems.insert(problems.end(), advice.begin(), advice.end());
                d.translations[language].sentences = translation.sentences;
            }
        }
        for (auto const& [language, messages] : other_messages_) {
            for (auto const& [name, message] : messages) {
                if (d.messages.contains(name)) d.translations[language].messages[name] = message;
            }
        }
    }

    Source const& source_;
    MessageCheck const& message_check_;
    Surroundings around_;
    Lists lists_;
    std::vector<OneRead> definitions_;
    std::map<std::string, std::map<std::string, std::pair<SourceFile const*, ReadTranslation>>> translations_;
    std::map<std::string, std::map<std::string, Message>> other_messages_; ///< by language
    Checked result_;
};

}

Checked check(Source const& source, MessageCheck const& message_check, Capabilities const& capabilities)
{
    return Whole{source, message_check, capabilities}.check();
}

}
