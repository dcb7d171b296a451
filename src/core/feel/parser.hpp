// The grammar of FEEL, read from the top down. Throws ParseError.
#pragma once

#include "bindings.hpp"
#include "lexer.hpp"
#include "tree.hpp"

#include <set>

namespace guildhall::feel {

class Parser {
public:
    Parser(std::string_view text, Names const& names)
        : text_{text}, names_{names}, bound_{names}, tokens_{tokens_of(text)}
    {}

    NodePtr whole_expression();
    NodePtr whole_unary_tests(); ///< nullptr for "-"
    Type whole_type();
    [[nodiscard]] std::vector<std::string> const& used_names() const { return used_; }
    [[nodiscard]] std::vector<std::string> const& used_paths() const { return paths_; }

private:
    /// Counts how deep the text nests; brackets inside end what was said about the outside.
    class Nesting {
    public:
        explicit Nesting(Parser& parser);
        ~Nesting();
        Nesting(Nesting const&) = delete;
        Nesting& operator=(Nesting const&) = delete;

    private:
        Parser& parser_;
        bool in_range_end_;
    };
    /// What a name or path before this point is called, for used_paths().
    struct Primary {
        NodePtr node;
        std::string path = {};
    };

    // tokens
    [[nodiscard]] Token const& now() const { return tokens_[at_]; }
    [[nodiscard]] Token const& ahead(std::size_t count = 1) const;
    [[nodiscard]] Place place() const { return {now().line, now().column}; }
    [[nodiscard]] bool is_sign(std::string_view sign) const;
    [[nodiscard]] bool is_word(std::string_view word) const;
    bool take_sign(std::string_view sign);
    bool take_word(std::string_view word);
    void expect_sign(std::string_view sign, std::string_view after);
    void expect_word(std::string_view word, std::string_view after);
    void expect_end();
    [[noreturn]] void fail(std::string sentence) const;
    [[noreturn]] void unexpected() const;

    // names
    std::string take_name(bool inside);
    std::string declared_name(std::string_view what, bool (Parser::*ends)() const);
    [[nodiscard]] bool known_name_here() const;
    void use(std::string const& name);
    void use_path(std::string const& path);
    [[nodiscard]] bool ends_variable() const { return is_word("in"); }
    [[nodiscard]] bool ends_key() const { return is_sign(":"); }
    [[nodiscard]] bool ends_parameter() const { return is_sign(":") || is_sign(",") || is_sign(")"); }

    // operators, loosest first
    NodePtr expression();
    NodePtr linked(NodePtr node) const; ///< the same, unless a chain of operators has grown too long
    NodePtr disjunction();
    NodePtr conjunction();
    NodePtr comparison();
    NodePtr membership(Place place, NodePtr value);
    NodePtr one_test();
    NodePtr compared_range(Place place);
    NodePtr sum();
    NodePtr product();
    NodePtr power();
    NodePtr unary();
    Primary postfix();
    bool closes_range() const;

    // what an expression can begin with
    Primary primary();
    Primary word();
    NodePtr name_reference(Primary& primary);
    NodePtr at_literal();
    NodePtr list_or_range();
    NodePtr parenthesised();
    NodePtr range_from(Place place, NodePtr low, bool low_closed);
    NodePtr context_literal();
    NodePtr if_expression();
    NodePtr for_expression();
    NodePtr quantified_expression(bool every);
    std::vector<Iterator> iterators();
    NodePtr function_literal(std::string const& self);
    NodePtr filter_on(NodePtr from);
    NodePtr call_of(NodePtr callee, Place place);
    std::string argument_name();
    Type type();
    Type generic_type(std::string_view name);

    std::string_view text_;
    Names const& names_;
    Bindings bound_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool in_range_end_ = false;
    bool asks_ = false; ///< `?` was used
    std::set<std::size_t> used_slots_;
    std::vector<std::string> host_names_; ///< each use
    std::vector<std::string> used_;       ///< each name once
    std::vector<std::string> paths_;
};

}
