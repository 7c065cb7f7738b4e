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
package io.github.flinkdynamodb.streams.model;

import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Who made a change. Present only on deletes by TTL, with type {@code Service} and principal {@code
 * dynamodb.amazonaws.com}. Immutable.
 */
@PublicEvolving
public final class UserIdentity {

    private final String type;
    private final String principalId;

    /**
     * Creates an identity.
     *
     * @param type the kind of principal, or null
     * @param principalId the principal, or null
     */
    public UserIdentity(String type, String principalId) {
        this.type = type;
        this.principalId = principalId;
    }

    /**
     * The kind of principal.
     *
     * @return such as {@code Service}, or null if the record has none
     */
    public String type() {
        return type;
    }

    /**
     * The principal.
     *
     * @return such as {@code dynamodb.amazonaws.com}, or null if the record has none
     */
    public String principalId() {
        return principalId;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof UserIdentity
                && Objects.equals(type, ((UserIdentity) o).type)
                && Objects.equals(principalId, ((UserIdentity) o).principalId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, principalId);
    }

    @Override
    public String toString() {
        return type + ":" + principalId;
    }
}
