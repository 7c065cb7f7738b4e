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
package io.github.flinkdynamodb.e2e.cluster;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Flink's SQL client printed for a script.
 *
 * @param statements how many statements the script has
 * @param text everything that was printed
 */
public record SqlOutput(int statements, String text) {

    private static final String ERROR = "[ERROR]";
    private static final Pattern JOB = Pattern.compile("Job ID: ([0-9a-f]{32})");

    /**
     * Returns whether a statement failed; those after it didn't run.
     *
     * @return whether there is an error
     */
    public boolean failed() {
        return text.contains(ERROR);
    }

    /**
     * Fails if a statement failed.
     *
     * @return this
     * @throws IllegalStateException with what was printed
     */
    public SqlOutput checked() {
        if (failed()) {
            throw new IllegalStateException("A statement failed:\n" + text);
        }
        return this;
    }

    /**
     * Returns what was printed from the first error on.
     *
     * @return the text; empty where no statement failed
     */
    public String error() {
        return failed() ? text.substring(text.indexOf(ERROR)) : "";
    }

    /**
     * Returns the job that an INSERT has started last.
     *
     * @return its id
     */
    public Optional<String> job() {
        Matcher matcher = JOB.matcher(text);
        String job = null;
        while (matcher.find()) {
            job = matcher.group(1);
        }
        return Optional.ofNullable(job);
    }

    /**
     * Returns the rows that were printed as tables.
     *
     * @return the cells of each row, joined with commas, heads of tables among them
     */
    public List<String> rows() {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.length() > 1 && line.startsWith("|") && line.endsWith("|"))
                .map(line -> line.substring(1, line.length() - 1).strip())
                .map(line -> line.replaceAll("\\s*\\|\\s*", ","))
                .toList();
    }
}
