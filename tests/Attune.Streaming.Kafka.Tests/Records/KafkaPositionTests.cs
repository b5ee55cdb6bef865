using Attune.Streaming.Kafka.Records;
using Attune.Streaming.Sources;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Kafka.Tests.Records;

public sealed class KafkaPositionTests
{
    [Fact]
    public void Of_WhatWasWritten_IsTheSame() => Prop.ForAll(
        Gen.Choose(0, 1000).Zip(Gen.Choose(0, int.MaxValue)).ListOf().ToArbitrary(),
        offsets =>
        {
            var position = new KafkaPosition("clicks");
            foreach (var (partition, offset) in offsets)
            {
                position.Offsets[partition] = offset;
            }

            var read = KafkaPosition.Of(position.ToBytes());
            return read.Topic == "clicks" && read.Offsets.SequenceEqual(position.Offsets);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_AnythingElse_IsRefusedAndNothingWorse() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            try
            {
                KafkaPosition.Of(bytes);
                return false;
            }
            catch (SourceException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_CutOff_IsRefused()
    {
        var position = new KafkaPosition("clicks") { Offsets = { [0] = 5, [1] = 7 } };
        var bytes = position.ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<SourceException>(() => KafkaPosition.Of(bytes[..length]));
        }
    }
}
