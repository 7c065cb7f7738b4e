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
package io.github.flinkdynamodb.streams.source.watermark;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * What a source's reader and its watermark generators have in common: whether watermarks are held.
 * The source and the wrapped strategy both have it as a field. Flink serializes the two in one
 * object, its {@code SourceOperatorFactory}, so in each subtask they have one and the same hold,
 * which isn't that of another subtask. Belongs to the task thread there.
 */
@Internal
public final class WatermarkHold implements Serializable {

    private static final long serialVersionUID = 1L;

    private transient boolean holding;
    private transient boolean wrapped;
    private transient boolean aligned;
    private transient boolean idleDue;

    /** Creates a hold that holds nothing. */
    public WatermarkHold() {}

    /** Begins to hold watermarks. Called by a reader before Flink creates its generators. */
    public void hold() {
        holding = true;
        wrapped = false;
        aligned = false;
        idleDue = false;
    }

    /** Lets watermarks pass again. */
    public void release() {
        holding = false;
    }

    /**
     * Notes that the reader has emitted a watermark of its own, the least there is. With watermark
     * alignment all other readers would wait for one that has no other yet, and a shard may stay
     * quiet: so it is idle until it has.
     */
    public void leastEmitted() {
        idleDue = aligned;
    }

    /**
     * Notes a generator that asks this hold before it lets a watermark pass.
     *
     * @param isAligned whether its strategy aligns watermarks
     * @return whether it is the first one, that of the reader's own output
     */
    boolean generatorCreated(boolean isAligned) {
        boolean first = !wrapped;
        wrapped = true;
        aligned |= isAligned;
        return first;
    }

    /** Returns whether the reader's own output is to be idle, once. */
    boolean takeIdleDue() {
        boolean due = idleDue;
        idleDue = false;
        return due;
    }

    boolean isHolding() {
        return holding;
    }

    /**
     * Returns whether there are generators that ask this hold.
     *
     * @return false if the job's strategy isn't wrapped
     */
    public boolean isEffective() {
        return wrapped;
    }
}
