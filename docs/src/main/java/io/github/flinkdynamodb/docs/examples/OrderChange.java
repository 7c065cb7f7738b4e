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
package io.github.flinkdynamodb.docs.examples;

/** An element that knows which change it is: by the item's key and the sequence number. */
public class OrderChange {

    /** The order's key. */
    public String orderId;

    /** The change's sequence number: decimal digits. */
    public String sequenceNumber;

    /** INSERT, MODIFY or REMOVE. */
    public String event;

    /** Used by Flink, which fills the fields. */
    public OrderChange() {}

    /**
     * Creates an element.
     *
     * @param orderId the order's key
     * @param sequenceNumber the change's sequence number
     * @param event INSERT, MODIFY or REMOVE
     */
    public OrderChange(String orderId, String sequenceNumber, String event) {
        this.orderId = orderId;
        this.sequenceNumber = sequenceNumber;
        this.event = event;
    }

    /**
     * Returns the order's key.
     *
     * @return the key
     */
    public String orderId() {
        return orderId;
    }

    @Override
    public String toString() {
        return orderId + " " + sequenceNumber + " " + event;
    }
}
