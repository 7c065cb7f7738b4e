/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.tools.quickstart;

import java.io.PrintStream;

/**
 * The output. On a terminal the last line is a status that is redrawn; elsewhere there are plain
 * lines without control characters. Thread-safe.
 */
final class Screen {

    private static final String CLEAR_LINE = "\r\u001B[2K";
    private static final String BOLD = "\u001B[1m";
    private static final String DIM = "\u001B[2m";
    private static final String RED = "\u001B[31m";
    private static final String GREEN = "\u001B[32m";
    private static final String YELLOW = "\u001B[33m";
    private static final String PLAIN = "\u001B[0m";

    private final PrintStream out;
    private final boolean terminal;
    private final int columns;
    private boolean statusShown;
    private boolean ended;

    /**
     * Creates a screen.
     *
     * @param out where to
     * @param terminal whether it is one
     * @param columns how wide it is
     */
    Screen(PrintStream out, boolean terminal, int columns) {
        this.out = out;
        this.terminal = terminal;
        this.columns = columns;
    }

    /** The looks of a line, on a terminal. */
    enum Style {
        PLAIN(""),
        FAINT(DIM),
        TITLE(BOLD),
        GOOD(GREEN),
        NOTICE(YELLOW),
        BAD(RED);

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    boolean isTerminal() {
        return terminal;
    }

    void line(String text) {
        line(text, Style.PLAIN);
    }

    /** Prints a line that stays. */
    synchronized void line(String text, Style style) {
        if (ended) {
            return;
        }
        clearStatus();
        out.println(terminal && style != Style.PLAIN ? style.code + text + PLAIN : text);
        out.flush();
    }

    /** Prints a line that stays, no wider than the terminal. */
    void shortLine(String text, Style style) {
        line(fitted(text), style);
    }

    /** Shows the status: in place of the last one on a terminal, else as a line. */
    synchronized void status(String text) {
        if (ended) {
            return;
        }
        if (!terminal) {
            out.println(text);
        } else {
            clearStatus();
            out.print(BOLD + fitted(text) + PLAIN);
            statusShown = true;
        }
        out.flush();
    }

    /** Removes the status. */
    synchronized void clearStatus() {
        if (statusShown) {
            out.print(CLEAR_LINE);
            out.flush();
            statusShown = false;
        }
    }

    /**
     * Ends the output: nothing is shown any more, whatever the threads of a JVM that shuts down
     * say.
     *
     * @param text the last line; empty for none
     */
    synchronized void end(String text) {
        if (!text.isEmpty()) {
            line(text);
        }
        clearStatus();
        ended = true;
    }

    private String fitted(String text) {
        return terminal && text.length() >= columns ? text.substring(0, columns - 1) : text;
    }
}
