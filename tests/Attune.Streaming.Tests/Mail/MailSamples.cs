namespace Attune.Streaming.Tests.Mail;

/// <summary>Small messages with invented hosts, and the laws that every result must keep.</summary>
internal static class MailSamples
{
    public const string Envelope = "From ann@example.net  Thu Aug 22 13:17:22 2002\n";

    public const string TwoHops = Envelope
        + "Return-Path: <ann@example.net>\n"
        + "received: from out.example.net (out.example.net [192.0.2.7])\n"
        + "\tby mx.example.org (Postfix) with ESMTP id 136B943C32\n"
        + "\tfor <bob@example.org>; Thu, 22 Aug 2002 08:17:21 -0400 (EDT)\n"
        + "Received: from desk ([198.51.100.4]) by out.example.net\n"
        + "\twith Microsoft SMTPSVC(5.0.2195.2966); Thu, 22 Aug 2002 14:17:01 +0200\n"
        + "Received: (qmail 4141 invoked by uid 104); 22 Aug 2002 12:16:57 -0000\n"
        + "From: \"Ann\" <ann@Example.NET>\n"
        + "Subject: =?utf-8?Q?Lunch=3F?=\n"
        + "Message-ID: <m1@example.net>\n"
        + "Date: Thu, 22 Aug 2002 14:16:50 +0200\n"
        + "\nAt noon.\n";

    public const string Nested = "Received: from six.example ([IPv6:2001:db8::5]) by mx.example.org with ESMTP; 22 Aug 2002 10:00:00 GMT\r\n"
        + "From: six@six.example\r\nSubject: =?gb2312?B?xOO6ww==?=\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\npreamble\r\n--outer\r\n"
        + "Content-Type: multipart/alternative; boundary=inner\r\n\r\n--inner\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n\u001b$B$3$s\u001b(B\r\n"
        + "--inner\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p class=3D\"a\">Caf&eacute; =\r\n<b>now</b>\r\n--inner--\r\n"
        + "--outer\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+Z3LDvMOfZTwvcD4=\r\n--outer--\r\n";

    public static readonly string[] All = [TwoHops, Nested];
}
