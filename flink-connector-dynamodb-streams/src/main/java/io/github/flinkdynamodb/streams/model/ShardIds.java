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

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * The time in a shard's id. In practice an id is {@code shardId-<20 digits of epoch
 * milliseconds>-<8 hex digits>}. The service doesn't promise that: an id of another form is valid,
 * and has no time.
 */
@Internal
public final class ShardIds {

    private static final Pattern FORM = Pattern.compile("shardId-(\\d{20})-[0-9a-fA-F]+");

    /** Digits beyond these 14 would lie after the year 5000: not a time. */
    private static final int MAX_SIGNIFICANT_DIGITS = 14;

    private ShardIds() {}

    /**
     * When a shard was created, which is also when its parent had ended.
     *
     * @param shardId the shard's id
     * @return the time by the service's clock; empty if the id has another form
     */
    public static Optional<Instant> creationTime(String shardId) {
        Matcher matcher = FORM.matcher(shardId);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group(1);
        if (!digits.startsWith("0".repeat(digits.length() - MAX_SIGNIFICANT_DIGITS))) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(Long.parseLong(digits)));
    }
}
