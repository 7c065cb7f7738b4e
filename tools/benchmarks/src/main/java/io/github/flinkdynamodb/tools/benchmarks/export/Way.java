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
package io.github.flinkdynamodb.tools.benchmarks.export;

import java.io.IOException;

/** The ways to read a file that are compared. */
enum Way {
    CONNECTOR("connector"),
    JACKSON("Jackson to maps to rows"),
    INFLATE("inflates only"),
    CONNECTOR_LINES("connector, lines inflated before"),
    JACKSON_LINES("Jackson, lines inflated before");

    private final String text;

    Way(String text) {
        this.text = text;
    }

    /** What tables and pictures call it. */
    String text() {
        return text;
    }

    /** Creates what reads a file, and inflates it now if that isn't to be measured. */
    FileReading reading(PreparedExport export) throws IOException {
        switch (this) {
            case CONNECTOR:
                return new ConnectorReading(export);
            case JACKSON:
                return new JacksonReading(export);
            case INFLATE:
                return new Inflating(export);
            case CONNECTOR_LINES:
                return new ConnectorReading(export).inflated();
            default:
                return new JacksonReading(export).inflated();
        }
    }
}
