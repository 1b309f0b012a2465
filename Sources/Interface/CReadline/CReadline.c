// Readline's callbacks, signal handling at the prompt, and completion of file names.
#include "CReadline.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>

#include <readline/readline.h>

/// Set by the SIGINT handler; `trm_getc` handles it outside the signal handler.
static volatile sig_atomic_t trm_prompt_interrupted = 0;

/// The signal that asked to leave, SIGTERM or SIGHUP, or 0.
static volatile sig_atomic_t trm_prompt_terminated = 0;

/// Set by the SIGCONT handler: the line must be redrawn.
static volatile sig_atomic_t trm_prompt_continued = 0;

/// The primary prompt, restored when a continued line is discarded, and whether that happened.
static const char *trm_first_prompt = NULL;
static int trm_was_dropped = 0;

/// Handles Ctrl-C: discards the typed text and shows a new prompt. Setting `rl_done` instead would
/// lose type-ahead.
static void trm_after_signal(void) {
  if (trm_prompt_interrupted) {
    trm_prompt_interrupted = 0;
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_replace_line("", 0);
    rl_crlf();
    if (trm_first_prompt) rl_set_prompt(trm_first_prompt);
    trm_was_dropped = 1;
    rl_on_new_line();
    rl_redisplay();
  }
}

/// Waits for a key without missing signals. Readline's own hook misses signals that arrive while it
/// processes a key.
static int trm_getc(FILE *stream) {
  for (;;) {
    sigset_t interrupt, before;
    fd_set keys;
    int ready;
    rl_check_signals();  // runs our handler for signals that readline caught
    trm_after_signal();
    if (trm_prompt_continued) {
      trm_prompt_continued = 0;
      rl_forced_update_display();
    }
    if (trm_prompt_terminated) {
      rl_replace_line("", 0);  // at EOF readline would return the typed text
      return EOF;
    }
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigaddset(&interrupt, SIGTERM);
    sigaddset(&interrupt, SIGHUP);
    sigaddset(&interrupt, SIGCONT);
    sigprocmask(SIG_BLOCK, &interrupt, &before);
    if (trm_prompt_interrupted || trm_prompt_terminated || trm_prompt_continued ||
        rl_pending_signal() != 0) {
      sigprocmask(SIG_SETMASK, &before, NULL);
      continue;
    }
    FD_ZERO(&keys);
    FD_SET(fileno(stream), &keys);
    ready = pselect(fileno(stream) + 1, &keys, NULL, NULL, NULL, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    // rl_getc reports errors other than EINTR.
    if (ready > 0 || errno != EINTR) return rl_getc(stream);
  }
}

/// The handler of SIGINT, SIGTERM, SIGHUP and SIGCONT while the prompt waits.
static void trm_note_signal(int signal) {
  if (signal == SIGTERM || signal == SIGHUP) {
    trm_prompt_terminated = signal;
  } else if (signal == SIGCONT) {
    trm_prompt_continued = 1;
  } else {
    trm_prompt_interrupted = 1;
  }
}

/// The characters that separate words for completion. `@` is one in `@file`, and `=` in
/// `--option=value` and `set name=value`; elsewhere both may be part of a file name.
static char *trm_word_breaks(void) {
  int start = rl_point;
  while (start > 0 && !strchr(" \t\n", rl_line_buffer[start - 1])) start--;
  if (rl_line_buffer[start] == '@') return " \t\n\"'@";
  if (rl_line_buffer[start] == '-' || strncmp(rl_line_buffer, "set ", 4) == 0) return " \t\n\"'=";
  return " \t\n\"'";
}

/// Quotes a file name as the shell's language requires: with single quotes, or with double ones if
/// the name contains a single quote or the user typed a double one. Readline closes the quotes.
static char *trm_quote(char *name, int match_type, char *quote) {
  char *quoted = (char *)malloc(2 * strlen(name) + 2), *end = quoted;
  (void)match_type;
  if (!quoted) return NULL;
  if (!*quote || strchr(name, '\'')) *quote = strchr(name, '\'') ? '"' : '\'';
  *end++ = *quote;
  for (; *name; name++) {
    if (*quote == '"' && strchr("\"\\$", *name)) *end++ = '\\';
    *end++ = *name;
  }
  *end = 0;
  return quoted;
}

/// Removes the quoting from a file name.
static char *trm_unquote(char *text, int quote) {
  char *name = (char *)malloc(strlen(text) + 1), *end = name;
  if (!name) return NULL;
  for (; *text; text++) {
    if (quote == '"' && *text == '\\' && text[1]) text++;
    *end++ = *text;
  }
  *end = 0;
  return name;
}

void trm_readline_start(const char *name, trm_completer completer) {
  rl_readline_name = name;
  rl_attempted_completion_function = completer;
  rl_completer_quote_characters = "'\"";  // the first is the default for quoting
  rl_completer_word_break_characters = " \t\n\"'";
  rl_completion_word_break_hook = trm_word_breaks;
  rl_filename_quote_characters = " \t\n\\\"'$#";
  rl_filename_quoting_function = trm_quote;
  rl_filename_dequoting_function = trm_unquote;
  rl_catch_signals = 1;
  history_write_timestamps = 1;
  history_comment_char = '\001';  // marks timestamps in the file; no typed line starts with it
  using_history();
}

char *trm_read(const char *prompt, const char *first, int *was_dropped) {
  struct sigaction at_prompt, before, before_term, before_hangup, before_continue;
  memset(&at_prompt, 0, sizeof at_prompt);
  at_prompt.sa_handler = trm_note_signal;
  trm_prompt_interrupted = 0;
  trm_prompt_terminated = 0;
  trm_first_prompt = first;
  trm_was_dropped = 0;
  rl_getc_function = trm_getc;
  sigaction(SIGINT, &at_prompt, &before);
  sigaction(SIGTERM, &at_prompt, &before_term);
  sigaction(SIGHUP, NULL, &before_hangup);
  // nohup's choice stays.
  if (before_hangup.sa_handler != SIG_IGN) sigaction(SIGHUP, &at_prompt, NULL);
  sigaction(SIGCONT, &at_prompt, &before_continue);
  char *line = readline(prompt);
  sigaction(SIGINT, &before, NULL);
  sigaction(SIGTERM, &before_term, NULL);
  sigaction(SIGHUP, &before_hangup, NULL);
  sigaction(SIGCONT, &before_continue, NULL);
  if (trm_prompt_terminated) raise(trm_prompt_terminated);
  *was_dropped = trm_was_dropped;
  return line;
}

/// Whether a typed name, possibly starting with ~, is a folder.
static int trm_is_folder(const char *name) {
  struct stat status;
  char *path = tilde_expand(name);
  int is_folder = path && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
  free(path);
  return is_folder;
}

/// Removes all names but folders from readline's matches. The first entry is their common prefix
/// or the only match.
static int trm_keep_folders(char **names) {
  int first = names[1] ? 1 : 0, kept = first;
  for (int i = first; names[i]; i++) {
    if (trm_is_folder(names[i])) {
      names[kept++] = names[i];
    } else {
      free(names[i]);
    }
  }
  names[kept] = NULL;
  // With one match left, it is also the prefix; with none, there is no prefix.
  if (first && kept <= 2) {
    free(names[0]);
    names[0] = names[1];
    if (names[0]) names[1] = NULL;
  }
  return 0;
}

void trm_completion_is_over(int is_over, int only_folders) {
  rl_attempted_completion_over = is_over;
  rl_ignore_some_completions_function = only_folders ? trm_keep_folders : NULL;
}

void trm_completion_needs_quotes(void) { rl_filename_completion_desired = 1; }

const char *trm_line(void) { return rl_line_buffer; }

int trm_history_count(void) { return history_length; }

const char *trm_history_line(int index) {
  HIST_ENTRY *entry = history_get(history_base + index);
  return entry ? entry->line : NULL;
}

char **trm_words(int count) {
  return (char **)calloc((size_t)count + 1, sizeof(char *));
}
