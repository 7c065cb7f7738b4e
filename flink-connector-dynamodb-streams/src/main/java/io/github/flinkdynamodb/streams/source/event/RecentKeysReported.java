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
package io.github.flinkdynamodb.streams.source.event;

import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator, in answer to {@link RecentKeysWanted}: the keys of items that
 * were inserted lately, some of them at a time, and behind the last ones none.
 */
@Internal
public final class RecentKeysReported implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final int question;
    private final int group;
    private final long count;
    private final byte[] deletions;

    /**
     * Creates the event.
     *
     * @param question the question that is answered
     * @param group what it was asked for
     * @param count how many keys there are; 0 if all have been reported
     * @param deletions the keys, as a compressed file of an incremental export that deletes them;
     *     not copied, must not change
     */
    public RecentKeysReported(int question, int group, long count, byte[] deletions) {
        this.question = question;
        this.group = group;
        this.count = count;
        this.deletions = Objects.requireNonNull(deletions, "deletions");
    }

    /**
     * The event behind the last keys.
     *
     * @param question the question that is answered
     * @param group what it was asked for
     * @return the event
     */
    public static RecentKeysReported end(int question, int group) {
        return new RecentKeysReported(question, group, 0, new byte[0]);
    }

    /** Returns which question is answered. */
    public int question() {
        return question;
    }

    /** Returns what it was asked for. */
    public int group() {
        return group;
    }

    /** Returns whether all keys have been reported, and this event has none. */
    public boolean isEnd() {
        return count == 0;
    }

    /** Returns how many keys there are. */
    public long count() {
        return count;
    }

    /** Returns the keys, as the content of a file that deletes them; not to be changed. */
    public byte[] deletions() {
        return deletions;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RecentKeysReported
                && question == ((RecentKeysReported) o).question
                && group == ((RecentKeysReported) o).group
                && count == ((RecentKeysReported) o).count
                && Arrays.equals(deletions, ((RecentKeysReported) o).deletions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(question, group, count);
    }

    @Override
    public String toString() {
        return "RecentKeysReported(" + group + ", " + (isEnd() ? "end" : count + " keys") + ")";
    }
}
