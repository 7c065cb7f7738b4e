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
package io.github.flinkdynamodb.e2e.linkcheck.newer;

import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Uses what every supported Flink has: inherited methods, a lambda of a functional interface. */
final class OnlyOldParts {

    private final SourceReaderContext context;

    OnlyOldParts(SourceReaderContext context) {
        this.context = context;
    }

    RecordEmitter<String, String, Object> emitter() {
        return (element, output, state) -> output.collect(element + context.getIndexOfSubtask());
    }
}
