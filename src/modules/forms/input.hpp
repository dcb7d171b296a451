// What a page of questions gave, decoded and checked.
#pragma once

#include <forms/answers.hpp>

#include <string>
#include <vector>

namespace guildhall::forms {

struct PageInput {
    Answers answers;                    ///< complete but for new photos
    std::vector<std::string> undecided; ///< address questions where one of the offers is still to be chosen
    std::vector<std::string> photos;    ///< questions with a new photo
    std::vector<std::string> removed;   ///< questions whose photo is to go
};

}
