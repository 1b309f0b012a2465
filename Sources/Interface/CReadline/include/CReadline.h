// A small interface to readline and its history. Swift 6 can't access readline's mutable globals
// directly.
#ifndef TRM_CREADLINE_H
#define TRM_CREADLINE_H

#include <stdio.h>

#include <readline/history.h>

/// Returns the matches for the bytes from `start` up to `end` of the line, or NULL. Readline frees
/// the strings and the array.
typedef char **(*trm_completer)(const char *text, int start, int end);

/// Sets up readline; called once.
void trm_readline_start(const char *name, trm_completer completer);

/// Reads a line; Ctrl-C discards it. The process's signal handlers are restored afterwards, and a
/// SIGTERM is raised again for them.
///
/// After Ctrl-C the prompt is `first`, and `was_dropped` is set: lines that this one continues are
/// discarded too.
char *trm_read(const char *prompt, const char *first, int *was_dropped);

/// With `is_over`, readline adds no file names to the completer's matches; with `only_folders`, it
/// adds only folders.
void trm_completion_is_over(int is_over, int only_folders);

/// Readline quotes the completer's matches like file names.
void trm_completion_needs_quotes(void);

/// The line being edited.
const char *trm_line(void);

/// The number of lines in the history.
int trm_history_count(void);

/// The history line at `index`, from 0; NULL if there is none.
const char *trm_history_line(int index);

/// Allocates an array for `count` words and a final NULL, which readline frees.
char **trm_words(int count);

#endif
