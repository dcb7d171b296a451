#pragma once

#include <places/places.hpp>

namespace guildhall::places {

/// uprn, line, town, postcode, usrn, ward, depot, lon, lat
Address read_address(db::Row const& row);

}
