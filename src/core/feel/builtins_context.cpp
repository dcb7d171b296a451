// Built-in functions on contexts.
#include "builtins.hpp"

namespace guildhall::feel {

namespace {

std::optional<Value> put_at(Context const& context, std::span<Value const> keys, Value const& value)
{
    auto const* key = keys.front().string();
    if (!key) return {};
    auto changed = context;
    if (keys.size() == 1) {
        changed.put(*key, value);
        return changed;
    }
    auto const* inner = context.find(*key);
    if (!inner || !inner->context()) return {};
    auto deeper = put_at(*inner->context(), keys.subspan(1), value);
    if (!deeper) return {};
    changed.put(*key, *std::move(deeper));
    return changed;
}

Value get_value(Arguments const& given)
{
    auto const* context = given.item(0).context();
    auto const& key = given[1];
    if (!context) return given.null("get value() wants a context.");
    if (auto const* name = given.string(1)) {
        auto const* found = context->find(*name);
        return found ? *found : given.null("The context has no such entry.");
    }
    auto const* keys = key.list();
    if (!keys || keys->empty()) return given.null("get value() wants the name of an entry.");
    Value value = given.item(0);
    for (auto const& step : *keys) {
        auto const* inner = value.context();
        auto const* entry = inner && step.string() ? inner->find(*step.string()) : nullptr;
        if (!entry) return given.null("The context has no such entry.");
        value = Value{*entry};
    }
    return value;
}

Value get_entries(Arguments const& given)
{
    auto const* context = given.item(0).context();
    if (!context) return given.null("get entries() wants a context.");
    List entries;
    for (auto const& [name, value] : context->entries()) entries.push_back(Context{{"key", name}, {"value", value}});
    return entries;
}

/// Each entry is a context with a key and a value; a key that is there twice is refused.
Value make_context(Arguments const& given)
{
    auto const entries = given.list(0);
    if (!entries) return given.null("context() wants a list of entries.");
    Context made;
    for (auto const& entry : *entries) {
        auto const* context = entry.context();
        auto const* key = context ? context->find("key") : nullptr;
        auto const* value = context ? context->find("value") : nullptr;
        if (!key || !key->string() || !value) return given.null("An entry has a \"key\" and a \"value\".");
        if (made.find(*key->string())) return given.null("A key stands there twice.");
        made.put(*key->string(), *value);
    }
    return made;
}

Value context_put(Arguments const& given)
{
    auto const* context = given.item(0).context();
    auto const keys = given.list(1);
    if (!context || !keys || keys->empty()) return given.null("context put() wants a context and a key.");
    if (!given.evaluation().pay(context->size() * keys->size())) return {};
    auto changed = put_at(*context, *keys, given[2]);
    return changed ? *std::move(changed) : given.null("context put() found no way along these keys.");
}

Value context_merge(Arguments const& given)
{
    auto const contexts = given.list(0);
    if (!contexts) return given.null("context merge() wants a list of contexts.");
    Context merged;
    for (auto const& part : *contexts) {
        auto const* context = part.context();
        if (!context) return given.null("context merge() wants a list of contexts.");
        if (!given.evaluation().pay(context->size())) return {};
        for (auto const& [name, value] : context->entries()) merged.put(name, value);
    }
    return merged;
}

constexpr Builtin functions[] = {
    {"get value", "m, key | context, key", get_value},
    {"get entries", "m | context", get_entries},
    {"context", "entries", make_context},
    {"context put", "context, key:text, value | context, keys, value", context_put},
    {"context merge", "contexts", context_merge},
};

}

std::span<Builtin const> context_builtins()
{
    return functions;
}

}
