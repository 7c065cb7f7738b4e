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

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.source.split.SegmentSplitState;
import io.github.flinkdynamodb.streams.source.split.SplitState;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * A page of a segment that is being emitted. Filled on the fetcher thread, then read on the task
 * thread.
 */
final class ScanPage extends ItemPage implements SegmentSplitState.Page {

    private final byte[] body;
    private final ItemKeys keys;
    private final String what;

    /**
     * Creates a page.
     *
     * @param body the answer to Scan
     * @param keys finds the keys of its items
     * @param what of what it is a page, for messages
     * @param timestamp of its elements, in epoch milliseconds
     */
    ScanPage(byte[] body, ItemKeys keys, String what, long timestamp) {
        super(timestamp);
        this.body = body;
        this.keys = keys;
        this.what = what;
    }

    @Override
    void advance(SplitState state, int items) {
        ((SegmentSplitState) state).advanceTo(this, items);
    }

    @Override
    public List<Hash128> firstKeys(int count) {
        ScanReader reader = new ScanReader(body, ItemReader.skipping());
        List<Hash128> first = new ArrayList<>(count);
        try {
            while (first.size() < count) {
                first.add(keys.hash(reader.next()));
            }
        } catch (DecodeException e) {
            throw new FlinkRuntimeException(
                    "Cannot remember which items of " + what + " are emitted: " + e.getMessage(),
                    e);
        }
        return first;
    }
}
