// Figures for operators: each query's count, time and rows by name, the writer's batches and its queue.
#pragma once

#include <string>

namespace guildhall::db {

class Database;

/// The database's figures in Prometheus' text format. Thread-safe, cheap enough to be scraped every few seconds.
/// Names of queries only; never parameter values.
std::string metrics(Database& database);

}
