#include <ui/markdown.hpp>

#include <doctest/doctest.h>

using guildhall::ui::markdown;

TEST_CASE("ui: designers write paragraphs, lists, headings and strong words, and no markup of theirs gets through")
{
    CHECK(markdown("One\nline.\n\n* **Call** us\n* Wait\n").str() ==
          "<p class=\"govuk-body\">One line.</p><ul class=\"govuk-list govuk-list--bullet\"><li><strong>Call</strong> "
          "us</li><li>Wait</li></ul>");
    CHECK(markdown("## Next").str() == "<h2 class=\"govuk-heading-m\">Next</h2>");
    CHECK(markdown("a ** b **** <b>").str() == "<p class=\"govuk-body\">a <strong> b </strong>** &lt;b&gt;</p>");
    CHECK(markdown("").str().empty());
}
