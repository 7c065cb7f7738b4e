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
package io.github.flinkdynamodb.streams.source.export;

import java.io.IOException;
import java.io.InputStream;

/** Opens data files of an export, wherever that lies. Its text names the export. */
interface FileOpener {

    /**
     * Opens a file. Blocks for as long as the file system takes.
     *
     * @param name its name, as {@link io.github.flinkdynamodb.streams.source.split.ExportFile} has
     *     it
     * @return its bytes; with some file systems reading fails if the file doesn't exist
     * @throws java.io.FileNotFoundException if the file doesn't exist
     * @throws IOException if the file system can't be used, or fails
     */
    InputStream open(String name) throws IOException;

    /**
     * Asks whether a file exists. Blocks for as long as the file system takes.
     *
     * @param name its name
     * @return false only if it doesn't exist
     * @throws IOException if the file system can't be used, or fails
     */
    boolean has(String name) throws IOException;
}
