// The decompressor of zlib.
#include <zlib.h>
