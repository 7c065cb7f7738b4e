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
package io.github.flinkdynamodb.tools.benchmarks.report;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** How much is logged to the standard error, by this JVM and by its children. */
public final class LogLevel {

    /** What {@code log4j2.properties} takes the level from. */
    private static final String PROPERTY = "benchmarks.log-level";

    private static final String USUAL = "error";

    private LogLevel() {}

    /** The levels that there are, as a regular expression. */
    public static String pattern() {
        return "error|warn|info|debug";
    }

    /**
     * Sets the level.
     *
     * @param level one of {@link #pattern()}
     */
    public static void set(String level) {
        System.setProperty(PROPERTY, level);
        Configurator.setRootLevel(Level.valueOf(level));
    }

    /** The options by which a child logs as this JVM does. */
    public static List<String> jvmOptions() {
        return List.of("-D" + PROPERTY + "=" + System.getProperty(PROPERTY, USUAL));
    }
}
