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
package io.github.flinkdynamodb.tools.simulator.personality;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as LocalStack does with streams in Kinesis. */
final class LocalStack extends Translator {

    private static final BigInteger FIRST = new BigInteger("496").multiply(BigInteger.TEN.pow(53));
    private static final String MIDDLE = "|001|";
    private static final String OWN_MIDDLE = "|1|";
    private static final long ROUNDED_MILLIS = 100_000_000L;
    private static final int TIME_FROM = "shardId-".length();
    private static final int TIME_TO = TIME_FROM + 20;
    private static final BigDecimal FRACTION = new BigDecimal("0.162566");

    private final AtomicInteger count = new AtomicInteger();
    private final Names shards = new Names(this::nextShard);

    /** All but five digits of the second, and a number. */
    private String nextShard(String id) {
        long millis = Long.parseLong(id.substring(TIME_FROM, TIME_TO));
        return String.format(
                "shardId-%020d-%012d",
                millis / ROUNDED_MILLIS * ROUNDED_MILLIS, count.getAndIncrement());
    }

    @Override
    String stream(String arn) {
        return arn;
    }

    @Override
    String streamBack(String arn) {
        return arn;
    }

    @Override
    String shard(String id) {
        return shards.other(id);
    }

    @Override
    String shardBack(String id) {
        return shards.original(id);
    }

    @Override
    public String sequenceNumber(String number) {
        return FIRST.add(new BigInteger(number)).toString();
    }

    @Override
    String sequenceNumberBack(String number) {
        return new BigInteger(number).subtract(FIRST).toString();
    }

    @Override
    String iterator(String iterator) {
        return iterator.replace(MIDDLE, OWN_MIDDLE);
    }

    @Override
    String iteratorBack(String iterator) {
        return iterator.replace(OWN_MIDDLE, MIDDLE);
    }

    @Override
    boolean listsOnOnePage() {
        return true;
    }

    @Override
    void translateDescription(ObjectNode stream) {
        stream.remove("CreationRequestDateTime");
    }

    /** Its times have fractions of a second. */
    @Override
    void translateRecord(ObjectNode record, ObjectNode change) {
        BigDecimal second = new BigDecimal(change.path("ApproximateCreationDateTime").asLong());
        change.set("ApproximateCreationDateTime", DecimalNode.valueOf(second.add(FRACTION)));
        record.remove("userIdentity");
    }
}
