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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;

/**
 * The peer if none is named: the hand-written source over the SDK's objects, which reads no more of
 * a record than its number.
 */
public final class SdkPeerFactory implements PeerFactory {

    @Override
    public Source<?, ?, ?> source(PeerStream stream) {
        String attribute = stream.numberAttribute();
        return new SdkSource<>(
                stream,
                (record, out) ->
                        out.accept(Long.valueOf(record.dynamodb().newImage().get(attribute).n())),
                Types.LONG);
    }

    @Override
    public RecordNumber recordNumber(PeerStream stream) {
        return element -> (Long) element;
    }
}
