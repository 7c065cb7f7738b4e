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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.source.export.LineChunk;

/** Lines of a file that wait to be decoded. They are kept until then, and never asked for again. */
final class FileChunk extends UndecodedPage {

    /** Where each line ends, see {@link LineChunk#ends}. */
    final int[] lineEnds;

    final long linesBefore;

    /** Whether the file ends with these lines. */
    final boolean isLast;

    FileChunk(LineChunk lines) {
        super(lines.bytes(), null, true, null, null);
        this.lineEnds = lines.ends();
        this.linesBefore = lines.linesBefore();
        this.isLast = lines.isLast();
    }
}
