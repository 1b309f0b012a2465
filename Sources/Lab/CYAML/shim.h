// The YAML parser of libyaml.
#include <yaml.h>
