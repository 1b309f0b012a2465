// Readline and history behind a small interface: what Swift can't touch directly, because readline keeps
// its state in mutable globals.
#ifndef TRM_CREADLINE_H
#define TRM_CREADLINE_H

#include <stdio.h>

#include <readline/history.h>

/// Gives all matches of the text between two columns of the line, as malloc'ed words that readline
/// frees, or NULL.
typedef char **(*trm_completer)(const char *text, int start, int end);

/// Readline's globals are mutable, which Swift 6 refuses: they are all set here, once.
void trm_readline_start(const char *name, trm_completer completer);

/// Reads a line with Ctrl-C meaning "drop it", and puts the process's own signal handlers back; a
/// SIGTERM is given to them again.
///
/// After Ctrl-C the prompt is `first`, and `was_dropped` is set: what was typed before this line, if
/// it continues another, is dropped too.
char *trm_read(const char *prompt, const char *first, int *was_dropped);

/// Says that the completer's answer is complete, so that readline adds no file names to it; or that
/// only folders are wanted of those that it adds.
void trm_completion_is_over(int is_over, int only_folders);

/// The text that is being edited.
const char *trm_line(void);

/// How many lines the history has: readline's counters are globals too.
int trm_history_count(void);

/// A line of the history, counted from 0, or NULL.
const char *trm_history_line(int index);

/// Room for `count` words and the NULL behind them, which readline frees.
char **trm_words(int count);

#endif
