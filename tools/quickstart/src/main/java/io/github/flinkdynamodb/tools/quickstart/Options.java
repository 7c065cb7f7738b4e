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

import java.util.List;

/**
 * What the user asked for.
 *
 * @param items how many orders are in the table before the job starts, at least 1
 * @param changes how many changes are written, at least 1
 * @param rate how many changes are written a second, at least 1
 * @param parallelism the parallelism of the job, at least 1
 * @param crash whether a task of the job fails in the middle of the table, and of the changes
 * @param keep whether everything is left running after the verdict
 * @param sql whether the job is a SQL script
 */
record Options(
        int items,
        int changes,
        int rate,
        int parallelism,
        boolean crash,
        boolean keep,
        boolean sql) {

    private static final int DEFAULT_ITEMS = 200;
    private static final int DEFAULT_CHANGES = 500;
    private static final int DEFAULT_RATE = 50;
    private static final int DEFAULT_PARALLELISM = 2;
    private static final int MAX_ITEMS = 100_000;
    private static final int MAX_CHANGES = 1_000_000;
    private static final int MAX_RATE = 10_000;
    private static final int MAX_PARALLELISM = 64;

    /**
     * Reads the options of the command line.
     *
     * @param arguments the arguments
     * @return the options
     * @throws IllegalArgumentException if one is unknown, has no value, or is out of range; the
     *     message is for the user
     */
    static Options parse(String... arguments) {
        int items = DEFAULT_ITEMS;
        int changes = DEFAULT_CHANGES;
        int rate = DEFAULT_RATE;
        int parallelism = DEFAULT_PARALLELISM;
        boolean crash = false;
        boolean keep = false;
        boolean sql = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--items" -> items = number(arguments, i++, MAX_ITEMS);
                case "--changes" -> changes = number(arguments, i++, MAX_CHANGES);
                case "--rate" -> rate = number(arguments, i++, MAX_RATE);
                case "--parallelism" -> parallelism = number(arguments, i++, MAX_PARALLELISM);
                case "--crash" -> crash = true;
                case "--keep" -> keep = true;
                case "--sql" -> sql = true;
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        if (sql && List.of(arguments).contains("--parallelism")) {
            throw new IllegalArgumentException(
                    "--parallelism doesn't go with --sql: the script says it");
        }
        return new Options(items, changes, rate, parallelism, crash, keep, sql);
    }

    private static int number(String[] arguments, int option, int maximum) {
        String name = arguments[option];
        String value = option + 1 < arguments.length ? arguments[option + 1] : "nothing";
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                name + " takes a number from 1 to " + maximum + ", not " + value);
    }
}
