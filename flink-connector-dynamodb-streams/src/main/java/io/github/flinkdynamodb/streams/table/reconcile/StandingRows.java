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
package io.github.flinkdynamodb.streams.table.reconcile;

import org.apache.flink.annotation.Internal;
import org.apache.flink.types.RowKind;

/**
 * Decides what becomes of a row that arrives for a key, so that whatever is taken back is the row
 * that stands, also if history is repeated or lines of an export tell the net change of a time.
 * Stateless.
 *
 * <p>The old image of a change says what stood before by the service, and by the rows that were
 * given out only if nothing is repeated. So it counts where nothing else is known.
 */
@Internal
public final class StandingRows {

    /** What is known of the row that was given out last for a key. */
    public enum Known {
        /** It stands, and is at hand. */
        ROW,
        /** None stands. */
        NONE,
        /** Nothing is at hand. If a change has an old image, that is the row that stands. */
        OLD_IMAGE
    }

    /** What is done with a row, and what stands from then on. */
    public enum Step {
        /** Nothing is given out; what stands is as before. */
        NOTHING,
        /** The row is given out as an insertion, and stands. */
        INSERT,
        /** The row that stands is taken back, and this one is given out and stands. */
        REPLACE,
        /** The old image is taken back, and the row is given out and stands. */
        REPLACE_OLD_IMAGE,
        /** The row that stands is taken back; none stands. */
        DELETE,
        /** The row is given out as a deletion of itself; none stands. */
        DELETE_OLD_IMAGE
    }

    private StandingRows() {}

    /**
     * Takes the next row of a key.
     *
     * @param known what is known of the row that stands
     * @param kind the row's kind; UPDATE_AFTER if it has an old image beside it
     * @param ofKeyAlone whether it is a deletion that has nothing but the key
     * @param stands whether the row is the very one that stands; only asked for with {@link
     *     Known#ROW} and a row that comes
     * @return what is done
     * @throws IllegalArgumentException if it is the first half of an update, by itself
     */
    public static Step next(Known known, RowKind kind, boolean ofKeyAlone, boolean stands) {
        switch (kind) {
            case INSERT:
                return known == Known.ROW ? replaced(stands) : Step.INSERT;
            case UPDATE_AFTER:
                if (known == Known.ROW) {
                    return replaced(stands);
                }
                return known == Known.NONE ? Step.INSERT : Step.REPLACE_OLD_IMAGE;
            case DELETE:
                return deleted(known, ofKeyAlone);
            default:
                throw new IllegalArgumentException("a row of kind " + kind + " by itself");
        }
    }

    private static Step replaced(boolean stands) {
        return stands ? Step.NOTHING : Step.REPLACE;
    }

    private static Step deleted(Known known, boolean ofKeyAlone) {
        if (known == Known.ROW) {
            return Step.DELETE;
        }
        return known == Known.NONE || ofKeyAlone ? Step.NOTHING : Step.DELETE_OLD_IMAGE;
    }
}
