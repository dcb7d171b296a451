// guildhall: see `guildhall --help`.
#include "commands.hpp"

int main(int count, char** words)
{
    return guildhall::app::run_program(count, words);
}
