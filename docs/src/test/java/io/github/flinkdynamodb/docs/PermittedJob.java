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
package io.github.flinkdynamodb.docs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job of a SQL table with its options, and what it does. Immutable. */
final class PermittedJob {

    private final Map<String, String> options;
    private final boolean readsItems;
    private final boolean readsStream;
    private final String ask;

    private PermittedJob(
            Map<String, String> options, boolean readsItems, boolean readsStream, String ask) {
        this.options = Collections.unmodifiableMap(options);
        this.readsItems = readsItems;
        this.readsStream = readsStream;
        this.ask = ask;
    }

    private static PermittedJob of(boolean readsItems, boolean readsStream, String mode) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("table-name", "TABLE");
        options.put("scan.startup.mode", mode);
        return new PermittedJob(options, readsItems, readsStream, null);
    }

    static PermittedJob ofStream() {
        return of(false, true, "trim-horizon");
    }

    static PermittedJob ofItems() {
        return of(true, false, "snapshot");
    }

    static PermittedJob ofItemsAndStream() {
        return of(true, true, "initial").with("scan.changelog-mode", "upsert");
    }

    /** One that was stopped for three days. */
    static PermittedJob ofRepair() {
        PermittedJob job =
                ofStream()
                        .with("scan.changelog-mode", "upsert")
                        .with("scan.on-data-loss", "repair");
        return new PermittedJob(job.options, false, true, "scan.repair.");
    }

    /** The same with an export that it asks for, instead of a Scan. */
    PermittedJob asking() {
        return new PermittedJob(options, readsItems, readsStream, "scan.snapshot.");
    }

    PermittedJob with(String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new PermittedJob(more, readsItems, readsStream, ask);
    }

    PermittedJob without(String option) {
        Map<String, String> fewer = new LinkedHashMap<>(options);
        fewer.remove(option);
        return new PermittedJob(fewer, readsItems, readsStream, ask);
    }

    Map<String, String> options() {
        return options;
    }

    /** Whether it ends by itself. */
    boolean ends() {
        return !readsStream;
    }

    /** Whether it scans the table. */
    boolean scans() {
        return readsItems && ask == null && !options.containsKey("scan.snapshot.export");
    }

    boolean repairs() {
        return "scan.repair.".equals(ask);
    }

    /** The prefix of the options of an export that it asks for; null if it asks for none. */
    String ask() {
        return ask;
    }
}
