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

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A file of an export whose content is in the state, rather than in a folder. Immutable. */
final class HeldFile implements FileOpener {

    private final byte[] content;

    HeldFile(byte[] content) {
        this.content = content;
    }

    @Override
    public InputStream open(String name) {
        return new ByteArrayInputStream(content);
    }

    @Override
    public boolean has(String name) {
        return true;
    }

    @Override
    public String toString() {
        return "in the state";
    }
}
