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
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;

/** A way to read a file of an export, to its end. */
interface FileReading {

    /**
     * Reads the file.
     *
     * @param out takes the rows of the items, if there are any
     */
    void read(Consumer<? super RowData> out) throws IOException;
}
