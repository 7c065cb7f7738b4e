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

/** A benchmark that the script starts by its name. */
public interface Benchmark {

    /** Its name at the command line, and that of its files. */
    String name();

    /** What it measures and how, in a sentence or two; the options' lines follow it. */
    String purpose();

    /** The options with their values if nothing is typed. */
    CommandLine options();

    /**
     * Runs it.
     *
     * @param options what was typed
     * @param report takes what is measured
     * @throws IllegalArgumentException if an option's value can't be used; says which
     * @throws Exception if a run fails
     */
    void run(CommandLine options, Report report) throws Exception;
}
