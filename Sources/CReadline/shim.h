// readline and history for Swift: accessors for what Swift 6 can't touch directly.
#ifndef TRM_CREADLINE_SHIM_H
#define TRM_CREADLINE_SHIM_H

#include <stdio.h>

#include <readline/history.h>
#include <readline/readline.h>

#endif
